package dev.evenhand.anonymity;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_distinct;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.base.DataProblem;
import dev.evenhand.support.Spark;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PopulationTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("age", DataTypes.IntegerType)
          .add("town", DataTypes.StringType)
          .add("ill", DataTypes.StringType)
          .add("in.study", DataTypes.StringType);
  private static final List<QuasiIdentifier> BOTH =
      List.of(QuasiIdentifier.number("age"), QuasiIdentifier.category("town"));

  private static Dataset<Row> table(List<Row> rows) {
    return Spark.session().createDataFrame(rows, SCHEMA);
  }

  /** Ages 1 to 12 in one town; who has an even age takes part. */
  private static Dataset<Row> twelve() {
    List<Row> rows = new ArrayList<>();
    for (int age = 1; age <= 12; age++) {
      rows.add(RowFactory.create(age, "here", "no", String.valueOf(age % 2 == 0)));
    }
    return table(rows);
  }

  private static Dataset<Row> random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      int age = 20 + random.nextInt(50);
      boolean isIn = random.nextInt(10) < (age < 30 ? 2 : 6);
      rows.add(
          RowFactory.create(
              age,
              "town" + random.nextInt(5),
              random.nextInt(3) == 0 ? "yes" : "no",
              isIn ? "1" : "0"));
    }
    return table(rows);
  }

  /**
   * Two classes of six: 1-6 and 7-12, three of each in the study. Finer ones would have fewer. The
   * mean risk is a sum and has 12 digits.
   */
  @Test
  void aPublishedRowReadsLikeKRowsOfThePopulation() {
    Population population = new Population("in.study", 6, 0, 1);
    Dataset<Row> rows = twelve();
    Cuts cuts = new KAnonymity(2, BOTH, 0).in(population).fit(rows);
    Population.Presence found = population.verified(cuts.recode(rows), List.of("age", "town"));
    assertThat(found)
        .isEqualTo(
            new Population.Presence(6, 0.5, 0.5, new JournalistRisk(1 / 6.0, 0.166666666667, 0.0)));
    assertThat(Verification.of(cuts.recode(population.published(rows)), List.of("age", "town")))
        .isEqualTo(new Verification(6, 2, 3, 3));
  }

  /**
   * One published row of a town of four, two of a town of eight, all of a town of two: 1/4 + 2/8 +
   * 2/2 over five rows, of which three are above 0.2. A town without published rows counts nothing.
   */
  @Test
  void theJournalistFindsAPublishedRowAmongThoseOfThePopulation() {
    List<Row> rows = new ArrayList<>();
    int[][] towns = {{1, 4}, {2, 8}, {2, 2}, {0, 1}};
    for (int town = 0; town < towns.length; town++) {
      for (int i = 0; i < towns[town][1]; i++) {
        rows.add(RowFactory.create(30, "town" + town, "no", i < towns[town][0] ? "1" : "0"));
      }
    }
    JournalistRisk expected = new JournalistRisk(0.5, 1.5 / 5, 3 / 5.0);
    Population population = new Population("in.study", 1, 0, 1);
    assertThat(population.verified(table(rows), List.of("age", "town")).risk()).isEqualTo(expected);
    assertThat(population.riskBefore(table(rows), BOTH)).isEqualTo(expected);
    assertThat(population.riskBefore(table(rows).filter("`in.study` = '0'"), BOTH))
        .isEqualTo(new JournalistRisk(null, null, null));
  }

  /** Without a population, k = 2 gives six classes of two rows, and 0 of 1 or 1 of 1 are in. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theShareOfThePopulationThatIsPublishedStaysWithinItsBounds(long seed) {
    Dataset<Row> rows = random(seed);
    Population population = new Population("in.study", 5, 0.1, 0.8);
    List<Requirement> rules = List.of(new Diversity.Distinct(2));
    KAnonymity method = new KAnonymity(3, BOTH, 0, "ill", rules, Recoding.SETS).in(population);
    Cuts cuts = method.fit(rows);
    Population.Presence found = population.verified(cuts.recode(rows), List.of("age", "town"));
    assertThat(found.smallest()).isGreaterThanOrEqualTo(5);
    assertThat(found.leastShare()).isGreaterThanOrEqualTo(0.1);
    assertThat(found.greatestShare()).isLessThanOrEqualTo(0.8);
    Dataset<Row> published = cuts.recode(population.published(rows));
    assertThat(Verification.of(published, List.of("age", "town")).require(3).classes())
        .isGreaterThan(5);
    assertThat(
            published
                .groupBy("age", "town")
                .agg(count_distinct(col("ill")).as("l"))
                .filter("l < 2")
                .count())
        .isZero();
  }

  /** One of 99 takes no part; a class of its own, nobody in it is published, would name it. */
  @Test
  void aClassOfWhomNobodyIsPublishedHasKRowsToo() {
    List<Row> all = new ArrayList<>(List.of(RowFactory.create(99, "far", "no", "0")));
    for (int i = 0; i < 6; i++) {
      all.add(RowFactory.create(30 + i / 3, "here", "no", "1"));
    }
    Dataset<Row> rows = table(all);
    Cuts cuts = new KAnonymity(3, BOTH, 0).in(new Population("in.study", 1, 0, 1)).fit(rows);
    assertThat(cuts.classes()).hasSize(2).allMatch(one -> one.rows() >= 3);
  }

  @Test
  void theCheckRefusesWhatTellsWhoIsIn() {
    Population population = new Population("in.study", 1, 0, 0.9);
    assertThatThrownBy(() -> population.verified(twelve(), List.of("age", "town")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("tells who is in it");
  }

  @Test
  void refusesWhatNoClassCanFulfil() {
    KAnonymity method = new KAnonymity(2, BOTH, 0).in(new Population("in.study", 1, 0, 0.4));
    assertThatThrownBy(() -> method.fit(twelve()))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("greatestShare=0.4");
    assertThatThrownBy(() -> new Population("in.study", 1, 0.6, 0.5))
        .hasMessageContaining("0 <= MIN <= MAX <= 1");
    assertThatThrownBy(() -> new Population("town", 1, 0, 1).require(twelve()))
        .hasMessageContaining("neither true, false, 1 nor 0 in 12 rows");
    assertThatThrownBy(() -> new Population("nobody", 1, 0, 1).require(twelve()))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("no column 'nobody'");
    assertThatThrownBy(() -> new KAnonymity(2, BOTH, 0).in(new Population("age", 1, 0, 1)))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("marks the rows to publish");
  }
}
