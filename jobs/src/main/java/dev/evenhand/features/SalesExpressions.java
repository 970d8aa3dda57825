package dev.evenhand.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.base.Quoted;
import dev.evenhand.lake.table.Decisions;
import dev.evenhand.lake.table.Sales;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;

/**
 * The pipeline file's SQL aggregates over the sales that were known before each decision and lie in
 * its longest window: sold_at in [decided_at - window, decided_at) and recorded_at &lt; decided_at.
 * Without windows, over all sales before it.
 *
 * <p>The columns of silver.sales keep their names, and decided_at stands beside them.
 *
 * @param rows a row for each decision with such sales: decision_id and the aggregates
 */
record SalesExpressions(Dataset<Row> rows, List<Integer> windowDays, List<String> names) {
  private static final String PREFIX = "_expression_";
  private static final String SUBJECT = "_subject";

  static SalesExpressions before(Dataset<Row> decisions, Dataset<Row> sales, FeatureSpec spec) {
    Map<String, String> expressions = new TreeMap<>(spec.expressions());
    Column[] aggregates =
        expressions.entrySet().stream()
            .map(entry -> expr(entry.getValue()).as(PREFIX + entry.getKey()))
            .toArray(Column[]::new);
    Dataset<Row> rows =
        salesBefore(decisions, sales, spec.windowDays())
            .groupBy(Decisions.DECISION_ID.column())
            .agg(lit(1).as(PREFIX), aggregates)
            .drop(PREFIX);
    return new SalesExpressions(rows, spec.windowDays(), List.copyOf(expressions.keySet()));
  }

  /** Those that give a number or a truth value; null where the window isn't fully observed. */
  Map<String, Column> numbers(Column observedDays) {
    return ofType(SalesExpressions::isNumber, "double", observedDays);
  }

  /** The others, as text. */
  Map<String, Column> categories(Column observedDays) {
    return ofType(type -> !isNumber(type), "string", observedDays);
  }

  private Map<String, Column> ofType(
      Predicate<DataType> isWanted, String type, Column observedDays) {
    Column isObserved = windowDays.isEmpty() ? lit(true) : observedDays.geq(longest(windowDays));
    Map<String, Column> found = new LinkedHashMap<>();
    for (String name : names) {
      if (isWanted.test(rows.schema().apply(PREFIX + name).dataType())) {
        found.put(name, when(isObserved, col(Quoted.name(PREFIX + name))).cast(type));
      }
    }
    return found;
  }

  private static Dataset<Row> salesBefore(
      Dataset<Row> decisions, Dataset<Row> sales, List<Integer> windowDays) {
    Dataset<Row> moments =
        decisions.select(
            Decisions.DECISION_ID.column(),
            Decisions.SUBJECT_KEY.column().as(SUBJECT),
            Decisions.DECIDED_AT.column());
    Column decided = Decisions.DECIDED_AT.column();
    Column age = unix_micros(decided).minus(unix_micros(Sales.SOLD_AT.column()));
    Column isInWindow =
        windowDays.isEmpty() ? lit(true) : age.leq(longest(windowDays) * WindowLayout.DAY_MICROS);
    Column isKnownBefore =
        Sales.SOLD_AT.column().lt(decided).and(Sales.RECORDED_AT.column().lt(decided));
    Column isOfSubject = col(SUBJECT).equalTo(Sales.SUBJECT_KEY.column());
    return sales.join(moments, isOfSubject.and(isKnownBefore).and(isInWindow));
  }

  private static int longest(List<Integer> windowDays) {
    return windowDays.get(windowDays.size() - 1);
  }

  private static boolean isNumber(DataType type) {
    return type instanceof NumericType || type instanceof BooleanType;
  }
}
