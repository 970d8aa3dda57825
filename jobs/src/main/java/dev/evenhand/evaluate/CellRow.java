package dev.evenhand.evaluate;

import dev.evenhand.config.Value;
import dev.evenhand.evaluate.ScoredGroups.Bin;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The rows of a score bin in {@code metrics.cells}, one a label, with what its decisions are worth.
 */
record CellRow(Optional<Value> value, long minGroup) {

  /** In the order of {@code Cells.CONTRACT}, without pipeline and run. */
  Stream<Row> of(String model, String split, String attribute, Bin bin) {
    long positives = bin.count().positives();
    return Stream.of(
        row(model, split, attribute, bin, 1, positives),
        row(model, split, attribute, bin, 0, bin.count().rows() - positives));
  }

  private Row row(String model, String split, String attribute, Bin bin, int label, long n) {
    return RowFactory.create(
        model,
        split,
        attribute,
        bin.group(),
        (double) label,
        bin.isSelected() == null ? null : bin.isSelected() ? 1.0 : 0.0,
        bin.low(),
        bin.high(),
        n,
        (double) n,
        worth(label == 1 ? Value::truePositive : Value::falsePositive),
        worth(label == 1 ? Value::falseNegative : Value::trueNegative),
        value.flatMap(Value::currency).orElse(null),
        minGroup);
  }

  private Double worth(Function<Value, BigDecimal> outcome) {
    return value.map(outcome).map(BigDecimal::doubleValue).orElse(null);
  }
}
