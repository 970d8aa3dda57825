package dev.evenhand.attribution;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/** The Params that say what may change, how far, and when a decision is favourable. */
public interface RecourseParams {
  /** The values of these Params. */
  Wishes wishes();

  /** The vector that the model reads. */
  default Param<String> featuresCol() {
    return wishes().featuresCol;
  }

  /** Where the changes go. */
  default Param<String> recourseCol() {
    return wishes().recourseCol;
  }

  /** What may change, by {@link Action}. */
  default StringArrayParam actions() {
    return wishes().actions;
  }

  /** The column that each entry of the vector stands for. */
  default StringArrayParam players() {
    return wishes().players;
  }

  /** The score at and above which a decision is favourable: a probability where there is one. */
  default DoubleParam threshold() {
    return wishes().threshold;
  }

  /** How far beyond the threshold changes must lead, on the margin. */
  default DoubleParam beyond() {
    return wishes().beyond;
  }

  /** How many features may change together. */
  default IntParam mostChanges() {
    return wishes().mostChanges;
  }

  /** How many different ways are looked for. */
  default IntParam alternatives() {
    return wishes().alternatives;
  }

  /** Steps that the search for one row may take. */
  default IntParam budget() {
    return wishes().budget;
  }
}
