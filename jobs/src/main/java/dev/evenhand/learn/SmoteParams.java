package dev.evenhand.learn;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.StringArrayParam;

/** The Params that say how rows are made from others. */
public interface SmoteParams extends SamplingParams {
  /** The values of these Params. */
  Smoting smoting();

  /** Columns whose numbers lie between those of a row and a neighbour. */
  default StringArrayParam numberCols() {
    return smoting().numberCols;
  }

  /** Columns whose values are those of most neighbours. */
  default StringArrayParam categoryCols() {
    return smoting().categoryCols;
  }

  /** How many neighbours a row has. */
  default IntParam k() {
    return smoting().k;
  }

  /** Whether distances are counted in standard deviations of each column. */
  default BooleanParam standardization() {
    return smoting().standardization;
  }

  /** Neighbours are sought among about as many rows. */
  default IntParam blockRows() {
    return smoting().blockRows;
  }
}
