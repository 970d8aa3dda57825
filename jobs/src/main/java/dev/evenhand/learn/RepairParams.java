package dev.evenhand.learn;

import org.apache.spark.ml.param.StringArrayParam;

/** The Params that say which columns are repaired, and for whose sake. */
public interface RepairParams {
  /** The values of these Params. */
  Repairing repairing();

  /** Columns that name the groups. */
  default StringArrayParam sensitiveCols() {
    return repairing().sensitiveCols;
  }

  /** Columns of numbers that are repaired. */
  default StringArrayParam inputCols() {
    return repairing().inputCols;
  }

  /** Where the repaired numbers go; unless set, they replace the columns they come from. */
  default StringArrayParam outputCols() {
    return repairing().outputCols;
  }
}
