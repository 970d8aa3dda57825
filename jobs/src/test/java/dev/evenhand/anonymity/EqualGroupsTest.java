package dev.evenhand.anonymity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.base.DataProblem;
import dev.evenhand.support.Spark;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EqualGroupsTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("age", DataTypes.IntegerType)
          .add("town", DataTypes.StringType)
          .add("origin", DataTypes.StringType)
          .add("id", DataTypes.IntegerType);
  private static final List<QuasiIdentifier> BOTH =
      List.of(QuasiIdentifier.number("age"), QuasiIdentifier.category("town"));

  private static Dataset<Row> table(List<Row> rows) {
    return Spark.session().createDataFrame(rows, SCHEMA);
  }

  private static void add(List<Row> rows, int times, int age, String town, String origin) {
    for (int i = 0; i < times; i++) {
      rows.add(RowFactory.create(age, town, origin, rows.size()));
    }
  }

  /** Of 22 rows from the north two are young; the 5 from the south are young, of another town. */
  private static Dataset<Row> byHand() {
    List<Row> rows = new ArrayList<>();
    add(rows, 20, 100, "v", "north");
    add(rows, 2, 0, "v", "north");
    add(rows, 5, 0, "w", "south");
    return table(rows);
  }

  private static double penalty(Dataset<Row> rows, KAnonymity method, String group) {
    return GroupLoss.of(rows, method.fit(rows), "origin").stream()
        .filter(one -> one.group().equals(group))
        .findFirst()
        .orElseThrow()
        .penalty();
  }

  /**
   * With k = 5 one cut is allowed. By age, 7 rows lose their town: 3.5 of 27, but the south half of
   * what it has. By town, 22 rows lose their age: 11 of 27. Each group counted alike, by age loses
   * (2 / 44 + 1 / 2) / 2 = 0.27, by town (1 / 2 + 0) / 2 = 0.25.
   */
  @ParameterizedTest
  @EnumSource(Recoding.class)
  void aSmallGroupLosesLess(Recoding recoding) {
    Dataset<Row> rows = byHand();
    KAnonymity byRows = new KAnonymity(5, BOTH, 0, null, List.of(), recoding);
    assertThat(penalty(rows, byRows, "south")).isEqualTo(0.5);
    assertThat(penalty(rows, byRows, "north")).isCloseTo(1 / 22.0, within(1e-12));
    KAnonymity byGroups = byRows.withEqualGroups(List.of("origin"));
    assertThat(penalty(rows, byGroups, "south")).isZero();
    assertThat(penalty(rows, byGroups, "north")).isEqualTo(0.5);
  }

  /**
   * North: 27 / (2 x 22) a row, south: 27 / (2 x 5); of two columns, the second of one, the mean.
   */
  @Test
  void allRowsTogetherCountAsManyAsThereAre() {
    Dataset<Row> rows = byHand().withColumn("all", org.apache.spark.sql.functions.lit("one"));
    List<Row> weights =
        rows.select(
                rows.col("origin"),
                GroupWeights.of(rows, List.of("origin", "all")).divide(GroupWeights.UNITS))
            .distinct()
            .orderBy("origin")
            .collectAsList();
    assertThat(weights).hasSize(2);
    assertThat(weights.get(0).getDouble(1)).isCloseTo((27 / 44.0 + 1) / 2, within(1e-5));
    assertThat(weights.get(1).getDouble(1)).isCloseTo((2.7 + 1) / 2, within(1e-5));
  }

  /** One of twenty is of the few, who are older and live elsewhere. */
  private static Dataset<Row> fewAmongMany(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Row> all = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      boolean isFew = random.nextInt(20) == 0;
      int age = isFew ? 50 + random.nextInt(40) : 18 + random.nextInt(50);
      String town = "t" + (isFew ? 4 + random.nextInt(6) : random.nextInt(8));
      add(all, 1, age, town, isFew ? "few" : "many");
    }
    return table(all);
  }

  @ParameterizedTest
  @CsvSource({"1, 25", "2, 10", "3, 25"})
  void theGroupThatPaysMostPaysLess(long seed, int k) {
    Dataset<Row> rows = fewAmongMany(seed);
    KAnonymity byRows = new KAnonymity(k, BOTH, 0);
    KAnonymity byGroups = byRows.withEqualGroups(List.of("origin"));
    assertThat(penalty(rows, byRows, "few")).isGreaterThan(penalty(rows, byRows, "many"));
    assertThat(penalty(rows, byGroups, "few")).isLessThan(penalty(rows, byRows, "few"));
    Cuts cuts = byGroups.fit(rows);
    Verification.of(cuts.recode(rows), List.of("age", "town")).require(k);
    Cuts again = byGroups.fit(rows.orderBy("town").repartition(5));
    assertThat(texts(again, rows)).isEqualTo(texts(cuts, rows));
  }

  private static String texts(Cuts cuts, Dataset<Row> rows) {
    return cuts.recode(rows).orderBy("id").collectAsList().stream()
        .map(Row::toString)
        .collect(Collectors.joining("\n"));
  }

  /** Greedy by the weights alone would end with more here than greedy by rows. */
  @ParameterizedTest
  @CsvSource({"1, 10", "2, 50"})
  void groupsTogetherNeverLoseMore(long seed, int k) {
    Dataset<Row> rows = fewAmongMany(seed);
    KAnonymity byRows = new KAnonymity(k, BOTH, 0);
    KAnonymity byGroups = byRows.withEqualGroups(List.of("origin"));
    assertThat(penalty(rows, byGroups, "few") + penalty(rows, byGroups, "many"))
        .isLessThanOrEqualTo(penalty(rows, byRows, "few") + penalty(rows, byRows, "many") + 1e-12);
  }

  @Test
  void refusesAColumnThatIsNotThereOrHoldsNoGroups() {
    KAnonymity method = new KAnonymity(2, BOTH, 0);
    assertThatThrownBy(() -> method.withEqualGroups(List.of("nose")).fit(byHand()))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("The table has no column 'nose'");
    List<Row> many = new ArrayList<>();
    for (int i = 0; i < 1001; i++) {
      add(many, 1, 1, "v", "o" + i);
    }
    assertThatThrownBy(() -> method.withEqualGroups(List.of("origin")).fit(table(many)))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("'origin' has 1,001 groups, at most 1,000 can count alike");
  }
}
