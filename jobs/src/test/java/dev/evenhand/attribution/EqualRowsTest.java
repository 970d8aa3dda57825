package dev.evenhand.attribution;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.rand;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.support.Spark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.classification.DecisionTreeClassificationModel;
import org.apache.spark.ml.classification.DecisionTreeClassifier;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

/** Rows that equal each other are drawn and exchanged as often as they come. */
class EqualRowsTest {
  private static final int ROWS = 10_000;

  /** Label and first entry are 1 of so many rows, else 0; the second entry is always 7. */
  private static Dataset<Row> binary(int ones) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      double one = i < ones ? 1 : 0;
      rows.add(RowFactory.create(one, Vectors.dense(one, 7)));
    }
    return ShapleyValuesTest.rows(rows);
  }

  private static Map<String, Row> lost(Dataset<Row> rows, long seed) {
    DecisionTreeClassificationModel model =
        new DecisionTreeClassifier().setMaxDepth(1).fit(binary(ROWS / 2));
    var request =
        new PermutationImportance.Request(
            "features", "label", "zero-one", List.of("used", "constant"), seed);
    Map<String, Row> byPlayer = new TreeMap<>();
    PermutationImportance.of(model, rows, request)
        .collectAsList()
        .forEach(row -> byPlayer.put(row.getAs("player"), row));
    return byPlayer;
  }

  @Test
  void aBalancedBinaryFeatureThatDecidesCostsHalfOfTheAccuracy() {
    // The other row's value is wrong for one of two rows: 1/2, with a deviation of 1/200.
    Map<String, Row> found = lost(binary(ROWS / 2), 1);
    assertThat(found.get("used").<Double>getAs("importance")).isCloseTo(0.5, within(0.02));
    assertThat(found.get("used").<Long>getAs("n")).isEqualTo(ROWS);
    assertThat(found.get("used").<Double>getAs("ci_low")).isCloseTo(0.49, within(0.02));
    assertThat(found.get("constant").<Double>getAs("importance")).isZero();
  }

  @Test
  void aRareValueCostsWhatItsShareSays() {
    // A tenth of the rows has a 1: 2 · 0.1 · 0.9 meet another value.
    Row found = lost(binary(ROWS / 10), 1).get("used");
    assertThat(found.<Double>getAs("importance")).isCloseTo(0.18, within(0.02));
  }

  @Test
  void partitionsAndTheOrderOfRowsChangeNothingAndTheSeedDoes() {
    Dataset<Row> rows = binary(ROWS / 2);
    double first = lost(rows, 1).get("used").getAs("importance");
    Dataset<Row> shuffled = rows.orderBy(rand(5)).repartition(7);
    assertThat(lost(shuffled, 1).get("used").<Double>getAs("importance")).isEqualTo(first);
    assertThat(lost(rows, 2).get("used").<Double>getAs("importance")).isNotEqualTo(first);
  }

  @Test
  void rowsWithoutAVectorOrALabelAreLeftOut() {
    Dataset<Row> gaps =
        binary(ROWS / 2)
            .union(ShapleyValuesTest.rows(List.of(RowFactory.create(1.0, null))))
            .union(
                ShapleyValuesTest.rows(List.of(RowFactory.create(Double.NaN, Vectors.zeros(2)))));
    assertThat(lost(gaps, 1).get("used").<Long>getAs("n")).isEqualTo(ROWS);
  }

  /** One vector, (0), has nine of ten rows; the others come once each. */
  private static Dataset<Row> mostlyZero() {
    Dataset<Row> numbers = Spark.session().range(1, ROWS + 1).toDF("id");
    return numbers.select(
        functions.array_to_vector(array(expr("if(id % 10 = 0, double(id), 0D)"))).as("features"));
  }

  private static long zeros(List<Vector> vectors) {
    return vectors.stream().filter(vector -> vector.apply(0) == 0).count();
  }

  @Test
  void aFrequentVectorTakesItsShareOfTheBackground() {
    // Of 500 drawn of 10,000 rows 450 are expected to be zero, with a deviation of 6.5.
    List<Vector> some = Sampled.some(mostlyZero(), "features", 500);
    assertThat(some).hasSize(500);
    assertThat(zeros(some)).isBetween(425L, 475L);
    assertThat(some.stream().filter(vector -> vector.apply(0) != 0)).doesNotHaveDuplicates();
    // Of 50 places 45 are, with a deviation of 2.1.
    assertThat(zeros(Sampled.some(mostlyZero(), "features", 50))).isBetween(37L, 50L);
  }

  @Test
  void theBackgroundIsTheSameOnAnyPartitionsAndWholeIfItFits() {
    List<Vector> some = Sampled.some(mostlyZero(), "features", 50);
    Dataset<Row> shuffled = mostlyZero().orderBy(rand(3)).repartition(5);
    assertThat(Sampled.some(shuffled, "features", 50)).isEqualTo(some);
    assertThat(zeros(Sampled.some(mostlyZero(), "features", 2 * ROWS))).isEqualTo(ROWS * 9 / 10);
  }

  @Test
  void manyCopiesHaveANumberEach() {
    // More than are numbered at once.
    Dataset<Row> ones = Spark.session().range(25_001).selectExpr("1 AS one");
    Dataset<Row> copies = Copies.each(Copies.counted(ones));
    assertThat(copies.columns()).containsExactly("one", Copies.NUMBER);
    Row found = copies.selectExpr("count(*)", "count(DISTINCT evenhand_copy)").head();
    assertThat(found).isEqualTo(RowFactory.create(25_001L, 25_001L));
    assertThat(copies.selectExpr("min(evenhand_copy)", "max(evenhand_copy)").head())
        .isEqualTo(RowFactory.create(1L, 25_001L));
  }

  @Test
  void spreadsOfASampleCountAFrequentValueAsOftenAsItComes() {
    // 40 % are 0, the rest goes evenly from 0 to 1: the median is (0.5 - 0.4) / 0.6 = 1/6, and the
    // zeros are what lies 1/6 away from it. Without them it would be 1/4, with twice as many 0.
    Dataset<Row> rows =
        Spark.session()
            .range(250_000)
            .toDF("id")
            .select(
                functions
                    .array_to_vector(array(expr("if(id < 100000, 0D, (id - 100000) / 150000D)")))
                    .as("features"));
    Spreads spreads = Spreads.of(rows, "features", 1, new int[] {0});
    assertThat(spreads.spread()[0]).isCloseTo(1.0 / 6, within(0.01));
    assertThat(spreads.lowest()[0]).isZero();
    assertThat(Spreads.of(rows.orderBy(col("id").desc()), "features", 1, new int[] {0}).spread())
        .isEqualTo(spreads.spread());
  }
}
