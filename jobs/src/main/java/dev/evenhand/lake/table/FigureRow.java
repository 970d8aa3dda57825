package dev.evenhand.lake.table;

import dev.evenhand.base.Digits;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * One figure on its way into a metric table; columns that are not set are null. Fractions are
 * written to 12 significant digits: beyond them is the order in which tasks were added up, and two
 * equal runs should write equal tables.
 */
public final class FigureRow {
  private static final String VALUE = "value";
  private static final StructType COLUMNS = Figures.QUALITY.columns();

  private final Map<String, Object> values = new TreeMap<>();

  private FigureRow(String metric) {
    values.put(Figures.METRIC.name(), metric);
    values.put(Figures.STATISTIC.name(), VALUE);
  }

  public static FigureRow of(String metric) {
    return new FigureRow(metric);
  }

  public FigureRow model(String model, String version) {
    values.put(Figures.MODEL.name(), model);
    values.put(Figures.MODEL_VERSION.name(), version);
    return this;
  }

  public FigureRow dataset(String dataset) {
    return with(Figures.DATASET.name(), dataset);
  }

  public FigureRow split(String split) {
    return with(Figures.SPLIT.name(), split);
  }

  public FigureRow group(String attribute, String value) {
    values.put(Figures.ATTRIBUTE.name(), attribute);
    return with(Figures.GROUP_VALUE.name(), value);
  }

  public FigureRow control(String control) {
    return with(Figures.CONTROL.name(), control);
  }

  public FigureRow reference(String reference) {
    return with(Figures.REFERENCE.name(), reference);
  }

  public FigureRow statistic(String statistic) {
    return with(Figures.STATISTIC.name(), statistic);
  }

  /** Null and not finite are undefined; give the reason first. */
  public FigureRow value(Double value) {
    return with(Figures.VALUE.name(), value != null && Double.isFinite(value) ? value : null);
  }

  public FigureRow interval(Double low, Double high, String method) {
    values.put(Figures.CI_LOW.name(), low);
    values.put(Figures.CI_HIGH.name(), high);
    return with(Figures.CI_METHOD.name(), method);
  }

  public FigureRow test(Double pValue, Double qValue) {
    values.put(Figures.P_VALUE.name(), pValue);
    return with(Figures.Q_VALUE.name(), qValue);
  }

  public FigureRow size(Long n, Double weight) {
    values.put(Figures.N.name(), n);
    return with(Figures.WEIGHT.name(), weight);
  }

  public FigureRow because(String status, String reason) {
    values.put(Figures.STATUS.name(), status);
    return with(Figures.REASON.name(), reason);
  }

  private FigureRow with(String field, Object value) {
    values.put(field, value);
    return this;
  }

  private Row toRow(Instant computedAt) {
    boolean isDefined = values.get(Figures.VALUE.name()) != null;
    values.putIfAbsent(Figures.STATUS.name(), isDefined ? Measures.OK : Measures.UNDEFINED);
    values.put(Figures.COMPUTED_AT.name(), Timestamp.from(computedAt));
    return RowFactory.create(
        Arrays.stream(COLUMNS.fields()).map(field -> written(values.get(field.name()))).toArray());
  }

  private static Object written(Object value) {
    boolean isFraction =
        value instanceof Double number && Double.isFinite(number) && number != Math.rint(number);
    return isFraction ? Digits.rounded((Double) value) : value;
  }

  /** The figures as rows of any table of {@link Figures#ALL}. */
  public static Dataset<Row> rows(SparkSession spark, List<FigureRow> figures, Instant computedAt) {
    List<Row> rows = figures.stream().map(figure -> figure.toRow(computedAt)).toList();
    return spark.createDataFrame(rows, COLUMNS).coalesce(1);
  }
}
