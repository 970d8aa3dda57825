package dev.evenhand.attribution;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/** The Params of every explainer: what it reads, who the players are, where its values go. */
public interface ExplainerParams {
  /** The values of these Params. */
  Explaining explaining();

  /** The vector that the model reads. */
  default Param<String> featuresCol() {
    return explaining().featuresCol;
  }

  /** Where the vector of contributions goes. */
  default Param<String> contributionsCol() {
    return explaining().contributionsCol;
  }

  /** Where the base goes, to which contributions add. */
  default Param<String> baseCol() {
    return explaining().baseCol;
  }

  /** The column that each entry of the vector stands for; entries of one name are one player. */
  default StringArrayParam players() {
    return explaining().players;
  }
}
