package dev.evenhand.support;

import dev.evenhand.lake.table.Figures;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** A row of a metric table, column by column; what isn't said is null and the status is ok. */
public final class FigureRow {
  private static final Timestamp MOMENT = Timestamp.from(Instant.parse("2026-03-01T00:00:00Z"));

  private final Map<String, Object> values;

  private FigureRow(Map<String, Object> values) {
    this.values = values;
  }

  public static FigureRow of(String metric, Double value) {
    return new FigureRow(new HashMap<>())
        .with(Figures.METRIC.name(), metric)
        .with(Figures.STATISTIC.name(), "value")
        .with(Figures.VALUE.name(), value)
        .with(Figures.STATUS.name(), "ok")
        .with(Figures.COMPUTED_AT.name(), MOMENT);
  }

  /** On the test split. */
  public FigureRow model(String model) {
    return with(Figures.MODEL.name(), model)
        .with(Figures.DATASET.name(), "decisions")
        .with(Figures.SPLIT.name(), "test");
  }

  public FigureRow dataset(String dataset) {
    return with(Figures.DATASET.name(), dataset);
  }

  public FigureRow split(String split) {
    return with(Figures.SPLIT.name(), split);
  }

  public FigureRow group(String attribute, String value) {
    return with(Figures.ATTRIBUTE.name(), attribute).with(Figures.GROUP_VALUE.name(), value);
  }

  public FigureRow between(String attribute, String statistic) {
    return with(Figures.ATTRIBUTE.name(), attribute)
        .with(Figures.STATISTIC.name(), statistic)
        .with(Figures.REFERENCE.name(), "between_groups");
  }

  public FigureRow reference(String reference) {
    return with(Figures.REFERENCE.name(), reference);
  }

  public FigureRow interval(double low, double high) {
    return with(Figures.CI_LOW.name(), low)
        .with(Figures.CI_HIGH.name(), high)
        .with(Figures.CI_METHOD.name(), "bootstrap");
  }

  public FigureRow n(long n) {
    return with(Figures.N.name(), n);
  }

  public FigureRow without(String status, String reason) {
    return with(Figures.STATUS.name(), status)
        .with(Figures.REASON.name(), reason)
        .with(Figures.VALUE.name(), null);
  }

  /** The rows without pipeline and run, which the lake adds. */
  public static Dataset<Row> rows(List<FigureRow> figures) {
    StructField[] fields =
        Arrays.stream(Figures.QUALITY.schema().fields()).skip(2).toArray(StructField[]::new);
    List<Row> rows =
        figures.stream()
            .map(
                figure ->
                    RowFactory.create(
                        Arrays.stream(fields)
                            .map(field -> figure.values.get(field.name()))
                            .toArray()))
            .toList();
    return Spark.session().createDataFrame(rows, new StructType(fields));
  }

  public FigureRow with(String column, Object value) {
    Map<String, Object> changed = new HashMap<>(values);
    changed.put(column, value);
    return new FigureRow(changed);
  }
}
