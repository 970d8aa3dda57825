package dev.evenhand.anonymity;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.base.DataProblem;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * That the table is a population of which only some rows are published, and what may be learned of
 * who they are.
 *
 * <p>k-map: a published row reads like at least {@code kMap} rows of the population. Sweeney
 * (2001). δ-presence: of the rows of the population that read the same, the share that is published
 * lies between two bounds, so that nobody can be told to be in or out. Nergiz, Atzori, Clifton
 * (2007). Both hold for the union of two classes for which they hold.
 *
 * @param column true or 1 in the rows to publish, false or 0 in the others
 * @param kMap 1 asks for nothing
 * @param leastShare in [0, 1]; 0 asks for nothing
 * @param greatestShare in [0, 1]; 1 asks for nothing
 */
public record Population(String column, int kMap, double leastShare, double greatestShare) {
  private static final String IN = "1";
  private static final String OUT = "0";
  private static final Column ROWS = col("rows");
  private static final Column PUBLISHED = col("published");

  public Population {
    if (kMap < 1) {
      throw new DataProblem("k of k-map must be 1 or more, was " + kMap + ".");
    }
    if (!(leastShare >= 0 && leastShare <= greatestShare && greatestShare <= 1)) {
      throw new DataProblem(
          "delta-presence must be two shares, 0 <= MIN <= MAX <= 1, were %s and %s."
              .formatted(leastShare, greatestShare));
    }
  }

  private Column mark() {
    Column text = lower(QuasiIdentifier.named(column).cast("string"));
    return when(text.isin("true", "1"), IN).when(text.isin("false", "0"), OUT);
  }

  /** '1' or '0' before the sensitive value. */
  Column key() {
    return coalesce(mark(), lit(OUT));
  }

  /** The rows to publish. */
  public Dataset<Row> published(Dataset<Row> rows) {
    return rows.filter(mark().equalTo(IN));
  }

  /** Refuses a table whose rows are not all marked, or none of them to be published. */
  public void require(Dataset<Row> rows) {
    if (!List.of(rows.columns()).contains(column)) {
      throw new DataProblem(
          "The table has no column '%s' that marks rows; it has: %s."
              .formatted(column, String.join(", ", rows.columns())));
    }
    Row counts =
        rows.agg(count(when(mark().isNull(), 1)), count(when(mark().equalTo(IN), 1))).head();
    if (counts.getLong(0) > 0) {
      throw new DataProblem(
          "Column '%s' is neither true, false, 1 nor 0 in %,d rows. Mark every row."
              .formatted(column, counts.getLong(0)));
    }
    if (counts.getLong(1) == 0) {
      throw new DataProblem(
          "Column '%s' marks no row to be published. Mark some.".formatted(column));
    }
  }

  /**
   * The test of a class by the rows of each key, of which the first character is the mark; that a
   * class has k and {@code kMap} rows, published or not, is asked of it before.
   */
  Requirement.ClassTest over(SensitiveValues all, int k, List<Requirement> requirements) {
    int[] in =
        IntStream.range(0, all.values().size())
            .filter(at -> all.values().get(at).startsWith(IN))
            .toArray();
    SensitiveValues published =
        new SensitiveValues(
            IntStream.of(in).mapToObj(at -> all.values().get(at).substring(1)).toList(),
            IntStream.of(in).mapToLong(at -> all.rows()[at]).toArray());
    List<Requirement.ClassTest> tests =
        requirements.stream().map(requirement -> requirement.over(published)).toList();
    return (counts, rows) -> {
      long[] shown = IntStream.of(in).mapToLong(at -> counts[at]).toArray();
      long here = IntStream.range(0, shown.length).mapToLong(at -> shown[at]).sum();
      return isAllowed(here, rows)
          && (here == 0 || here >= k && tests.stream().allMatch(test -> test.passes(shown, here)));
    };
  }

  private boolean isAllowed(long published, long rows) {
    return published >= leastShare * rows - 1e-9 && published <= greatestShare * rows + 1e-9;
  }

  /**
   * What the population's rows, written like the published ones, tell of these.
   *
   * @param smallest the fewest rows of the population that read like a published one
   * @param leastShare the least share of rows that read the same and are published
   * @param greatestShare the greatest
   * @param risk of the published rows
   */
  public record Presence(
      long smallest, double leastShare, double greatestShare, JournalistRisk risk) {}

  /**
   * Counts classes again, on the recoded population and nothing else.
   *
   * @throws IllegalStateException if a class tells more than it may; then nothing may be published
   */
  public Presence verified(Dataset<Row> recoded, List<String> quasiIdentifiers) {
    Column[] keys = quasiIdentifiers.stream().map(QuasiIdentifier::named).toArray(Column[]::new);
    Column share = PUBLISHED.divide(ROWS);
    Row found =
        classes(recoded, keys)
            .agg(
                coalesce(min(when(PUBLISHED.gt(0), ROWS)), lit(0L)),
                coalesce(min(share), lit(0.0)),
                coalesce(max(share), lit(0.0)),
                JournalistRisk.column(ROWS, PUBLISHED))
            .head();
    Presence presence =
        new Presence(
            found.getLong(0),
            found.getDouble(1),
            found.getDouble(2),
            JournalistRisk.of(found.getStruct(3)));
    boolean holds =
        presence.smallest >= kMap
            && presence.leastShare >= leastShare - 1e-9
            && presence.greatestShare <= greatestShare + 1e-9;
    if (!holds) {
      throw new IllegalStateException(
          "what is to be published tells who is in it: " + presence + " for " + this);
    }
    return presence;
  }

  /** The risk of the rows to publish if they were published as they are. */
  public JournalistRisk riskBefore(Dataset<Row> rows, List<QuasiIdentifier> quasiIdentifiers) {
    Column[] keys = quasiIdentifiers.stream().map(QuasiIdentifier::key).toArray(Column[]::new);
    Row found = classes(rows, keys).agg(JournalistRisk.column(ROWS, PUBLISHED)).head();
    return JournalistRisk.of(found.getStruct(0));
  }

  /** The rows that read the same, and how many of them are to be published. */
  private Dataset<Row> classes(Dataset<Row> rows, Column[] keys) {
    return rows.groupBy(struct(keys).as("class"))
        .agg(
            count(lit(1)).as("rows"),
            sum(when(mark().equalTo(IN), 1).otherwise(0)).as("published"));
  }
}
