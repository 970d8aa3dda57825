package dev.evenhand.anonymity;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * That a person may have several rows, so that k counts persons: five rows of one customer hide
 * nobody.
 *
 * <p>One row stands for its person, drawn by a hash of the quasi-identifiers; a class needs k such
 * rows. Nobody counts twice, so a class has at least as many persons as are counted, and exactly as
 * many where the quasi-identifiers of a person are the same in all rows. Rows without a person
 * count as one. It holds for the union of two classes for which it holds.
 *
 * @param column who the row is about
 */
record Persons(String column) {
  /** '1' in the rows that stand for a person, else '0'. */
  private static final String MARK = "evenhand_person";

  private static final String STANDS = "1";

  /** The persons of a group of rows, each once: what a published class is counted by. */
  static Column distinct(String column) {
    return count_distinct(key(column));
  }

  /** 1 for the row that stands for its person. */
  static Column standing() {
    return QuasiIdentifier.named(MARK).equalTo(STANDS).cast("long");
  }

  /** The rows and their mark, the same whatever their order and partitions. */
  Dataset<Row> marked(Dataset<Row> rows, List<QuasiIdentifier> quasiIdentifiers) {
    Column[] keys = quasiIdentifiers.stream().map(QuasiIdentifier::key).toArray(Column[]::new);
    List<Column> order = new ArrayList<>();
    order.add(
        xxhash64(
            IntStream.range(0, keys.length)
                .mapToObj(at -> quasiIdentifiers.get(at).hashed(keys[at]))
                .toArray(Column[]::new)));
    order.addAll(Arrays.asList(keys));
    Column number =
        row_number().over(Window.partitionBy(key(column)).orderBy(order.toArray(Column[]::new)));
    return rows.withColumn(MARK, when(number.equalTo(1), STANDS).otherwise("0"));
  }

  /** The mark before the sensitive value. */
  static Column mark() {
    return QuasiIdentifier.named(MARK);
  }

  /** The test of a class by the rows of each key, of which the first character is the mark. */
  static Requirement.ClassTest over(SensitiveValues all, int k, List<Requirement> requirements) {
    List<String> values =
        all.values().stream().map(value -> value.substring(1)).distinct().sorted().toList();
    int[] value =
        all.values().stream()
            .mapToInt(each -> Collections.binarySearch(values, each.substring(1)))
            .toArray();
    int[] standing =
        IntStream.range(0, value.length)
            .filter(at -> all.values().get(at).startsWith(STANDS))
            .toArray();
    SensitiveValues merged = new SensitiveValues(values, byValue(all.rows(), value, values.size()));
    List<Requirement.ClassTest> tests =
        requirements.stream().map(requirement -> requirement.over(merged)).toList();
    return (counts, rows) -> {
      long persons = IntStream.of(standing).mapToLong(at -> counts[at]).sum();
      if (persons < k) {
        return false;
      }
      long[] rowsByValue = tests.isEmpty() ? counts : byValue(counts, value, values.size());
      return tests.stream().allMatch(test -> test.passes(rowsByValue, rows));
    };
  }

  private static long[] byValue(long[] counts, int[] value, int size) {
    long[] rows = new long[size];
    for (int at = 0; at < counts.length; at++) {
      rows[value[at]] += counts[at];
    }
    return rows;
  }

  private static Column key(String column) {
    return coalesce(QuasiIdentifier.named(column).cast("string"), lit(""));
  }
}
