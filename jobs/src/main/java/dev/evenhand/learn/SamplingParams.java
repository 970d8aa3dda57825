package dev.evenhand.learn;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/** The Params that say which strata a sample has and how many rows each is to have. */
public interface SamplingParams {
  /** The values of these Params. */
  Sampling sampling();

  /** Columns that name the groups; with the label they make the strata. */
  default StringArrayParam sensitiveCols() {
    return sampling().sensitiveCols;
  }

  default Param<String> labelCol() {
    return sampling().labelCol;
  }

  /** A column whose value no two rows share; with the seed it decides which rows are taken. */
  default Param<String> keyCol() {
    return sampling().keyCol;
  }

  default LongParam seed() {
    return sampling().seed;
  }

  /** {@code equal}, {@code label-rate} or {@code shares}. */
  default Param<String> target() {
    return sampling().target;
  }

  /** The share of label 1 in every group; unless set, that of all rows. */
  default DoubleParam labelRate() {
    return sampling().labelRate;
  }

  /** Shares of strata, each as {@code group|label=share}. */
  default StringArrayParam shares() {
    return sampling().shares;
  }

  /** 0 for a row itself, 1, 2 … for what was added because of it. */
  default Param<String> outputCol() {
    return sampling().outputCol;
  }
}
