package dev.evenhand.anonymity;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The classes of a table, counted on what is to be published and nothing else.
 *
 * <p>It knows nothing of cuts: a class is the rows that read the same in the quasi-identifiers.
 */
public record Verification(long rows, long classes, long smallest, long largest) {
  /** No quasi-identifier is called that. */
  private static final String ROWS = "evenhand_rows";

  private static final String SIZE = "evenhand_size";

  public static Verification of(Dataset<Row> published, List<String> quasiIdentifiers) {
    return of(published, quasiIdentifiers, count(lit(1)));
  }

  /**
   * The same by persons: {@code smallest} and {@code largest} are the distinct persons of a class.
   *
   * @param person the column that says who a row is about
   */
  public static Verification ofPersons(
      Dataset<Row> published, List<String> quasiIdentifiers, String person) {
    return of(published, quasiIdentifiers, Persons.distinct(person));
  }

  private static Verification of(
      Dataset<Row> published, List<String> quasiIdentifiers, Column size) {
    Column[] keys = quasiIdentifiers.stream().map(QuasiIdentifier::named).toArray(Column[]::new);
    Row found =
        published
            .groupBy(keys)
            .agg(count(lit(1)).as(ROWS), size.as(SIZE))
            .agg(
                coalesce(sum(col(ROWS)), lit(0L)),
                count(lit(1)),
                coalesce(min(col(SIZE)), lit(0L)),
                coalesce(max(col(SIZE)), lit(0L)))
            .head();
    return new Verification(found.getLong(0), found.getLong(1), found.getLong(2), found.getLong(3));
  }

  /** This, if every class has k rows or more; otherwise what is to be published must not be. */
  public Verification require(int k) {
    if (rows > 0 && smallest < k) {
      throw new IllegalStateException(
          "k-anonymity does not hold: the smallest class has "
              + smallest
              + " rows, or persons; k is "
              + k);
    }
    return this;
  }
}
