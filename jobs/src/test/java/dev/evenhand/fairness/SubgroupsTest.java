package dev.evenhand.fairness;

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

class SubgroupsTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("sex", DataTypes.StringType)
          .add("region", DataTypes.StringType)
          .add("age", DataTypes.StringType)
          .add("visits", DataTypes.IntegerType)
          .add("y", DataTypes.IntegerType)
          .add("d", DataTypes.IntegerType);
  private static final Columns COLUMNS = Columns.of("y", "d");
  private static final List<String> ALL = List.of("sex", "region", "age", "visits");

  private static final int ROWS = 6_000;

  @Test
  void aPlantedConjunctionIsFoundWithItsRates() {
    Dataset<Row> rows = rows(0.35);
    List<Subgroup> found = Subgroups.of(rows, COLUMNS, new SubgroupRequest(ALL, 3, 30));
    Subgroup worst =
        found.stream().filter(one -> one.rate() == Rate.SELECTION_RATE).findFirst().orElseThrow();
    assertThat(worst.text()).isEqualTo("sex = F and region = north and age >= 60");
    assertThat(worst.interval().low()).isLessThan(worst.gap());
    assertThat(worst.interval().high()).isGreaterThan(worst.gap()).isLessThan(0);
    assertThat(worst.pValue()).isLessThan(1e-6);
  }

  @Test
  void ratesAndSizesAreThoseThatSqlCounts() {
    Dataset<Row> rows = rows(0.35);
    List<Subgroup> found = Subgroups.of(rows, COLUMNS, new SubgroupRequest(ALL, 3, 30));
    assertThat(found).isNotEmpty();
    for (Subgroup one : found) {
      Row counted = counted(rows, one);
      assertThat(counted.getLong(0)).isEqualTo(one.n());
      assertThat(counted.getDouble(1)).as(one.toString()).isCloseTo(one.value(), within(1e-12));
      assertThat(counted.getDouble(2)).as(one.toString()).isCloseTo(one.rest(), within(1e-12));
    }
  }

  private static Row counted(Dataset<Row> rows, Subgroup subgroup) {
    String own =
        subgroup.conditions().stream().map(SubgroupsTest::sql).collect(Collectors.joining(" AND "));
    String among =
        switch (subgroup.rate()) {
          case TRUE_POSITIVE_RATE -> "y = 1";
          case FALSE_POSITIVE_RATE -> "y = 0";
          default -> "true";
        };
    String hit = subgroup.rate() == Rate.ERROR_RATE ? "y <> d" : "d = 1";
    return rows.selectExpr(
            "count_if(" + own + ")",
            "avg(CASE WHEN %s AND %s THEN int(%s) END)".formatted(own, among, hit),
            "avg(CASE WHEN NOT (%s) AND %s THEN int(%s) END)".formatted(own, among, hit))
        .head();
  }

  private static String sql(Condition condition) {
    String column = "coalesce(" + condition.column() + ", 'unknown')";
    if (condition.value() != null) {
      return column + " = '" + condition.value() + "'";
    }
    String from =
        condition.from() == null ? "true" : condition.column() + " >= " + condition.from();
    return condition.below() == null
        ? from
        : from + " AND " + condition.column() + " < " + condition.below();
  }

  @Test
  void noneIsALongerFormOfABetterOneAndTheLargestSupportedGapComesFirst() {
    List<Subgroup> found = Subgroups.of(rows(0.35), COLUMNS, new SubgroupRequest(ALL, 3, 30));
    for (int i = 1; i < found.size(); i++) {
      Subgroup one = found.get(i);
      assertThat(one.supported()).isLessThanOrEqualTo(found.get(i - 1).supported());
      assertThat(found.subList(0, i))
          .noneMatch(
              better ->
                  better.rate() == one.rate() && one.conditions().containsAll(better.conditions()));
    }
  }

  /** Of 100 old, 97 are women: both subgroups together would tell of three old men. */
  @Test
  void noneHasOnlyFewRowsLessThanAShorterOne() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 900; i++) {
      boolean isOld = i < 100;
      boolean isWoman = isOld ? i < 97 : i % 2 == 0;
      int selected = isOld ? isWoman ? 0 : 1 : i % 4 < 3 ? 1 : 0;
      rows.add(
          RowFactory.create(
              isWoman ? "F" : "M",
              isOld ? "old" : i < 500 ? "young" : "middle",
              "0",
              0,
              i / 4 % 2,
              selected));
    }
    List<Subgroup> found =
        Subgroups.of(
            Spark.session().createDataFrame(rows, SCHEMA),
            COLUMNS,
            new SubgroupRequest(List.of("sex", "region"), 2, 30));
    assertThat(found)
        .filteredOn(one -> one.rate() == Rate.SELECTION_RATE)
        .extracting(Subgroup::text)
        .contains("region = old")
        .noneMatch(text -> text.contains("sex = F and region = old"));
  }

  @Test
  void amongRowsWithoutBiasNothingIsFound() {
    for (int seed = 1; seed <= 5; seed++) { // of the first sixty, three find something
      assertThat(Subgroups.of(rows(0, seed), COLUMNS, new SubgroupRequest(ALL, 3, 30))).isEmpty();
    }
  }

  @Test
  void partitionsMakeNoDifference() {
    SubgroupRequest request = new SubgroupRequest(ALL, 3, 30);
    Dataset<Row> rows = rows(0.35);
    assertThat(Subgroups.of(rows.repartition(9), COLUMNS, request))
        .isEqualTo(Subgroups.of(rows.coalesce(1), COLUMNS, request));
  }

  @Test
  void whatCannotBeLookedForIsSaidInOneLine() {
    assertThatThrownBy(() -> new SubgroupRequest(ALL, 9, 30))
        .isInstanceOf(DataProblem.class)
        .hasMessage("Subgroups of 9 conditions were asked for; 1 to 4 can be.");
    assertThatThrownBy(
            () ->
                Subgroups.of(rows(0), COLUMNS, new SubgroupRequest(List.of("sex", "shoe"), 2, 30)))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("Column 'shoe' is not in the table.");
  }

  /** Women of 60 and more in the north are selected less often by so much. */
  private static Dataset<Row> rows(double bias) {
    return rows(bias, 11);
  }

  private static Dataset<Row> rows(double bias, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      String sex = random.nextBoolean() ? "F" : "M";
      String region =
          random.nextInt(25) == 0 ? null : List.of("north", "south").get(random.nextInt(2));
      int age = random.nextInt(10) < 3 ? 60 : 20 + random.nextInt(40);
      boolean isHurt = sex.equals("F") && "north".equals(region) && age >= 60;
      double rate = 0.5 - (isHurt ? bias : 0);
      int label = random.nextInt(2);
      rows.add(
          RowFactory.create(
              sex,
              region,
              Integer.toString(age),
              random.nextInt(4),
              label,
              random.nextDouble() < rate ? 1 : 0));
    }
    return Spark.session().createDataFrame(rows, SCHEMA);
  }
}
