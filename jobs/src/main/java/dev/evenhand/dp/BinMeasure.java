package dev.evenhand.dp;

/** A measure that is made of the numbers of rows in bins. */
abstract sealed class BinMeasure extends Measure permits HistogramMeasure, QuantileMeasure {
  BinMeasure(String name, String column) {
    super(name, column);
  }

  @Override
  abstract int bins();
}
