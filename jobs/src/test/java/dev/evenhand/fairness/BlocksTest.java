package dev.evenhand.fairness;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.nullif;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.base.DataProblem;
import dev.evenhand.support.Spark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Intervals where one subject has several rows. */
class BlocksTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("who", DataTypes.StringType)
          .add("g", DataTypes.StringType)
          .add("y", DataTypes.IntegerType)
          .add("d", DataTypes.IntegerType)
          .add("s", DataTypes.DoubleType)
          .add("w", DataTypes.DoubleType);

  private static final int PEOPLE = 1_200;

  @Test
  void theJackknifeOfAShareIsTheStandardErrorOfTheBlocksShares() {
    // Shares 0, 1/2, 1/2, 1 of two rows each: variance 1/6 among four blocks, so 1/24 of the mean.
    Tally[] blocks = new Tally[Blocks.COUNT];
    blocks[3] = Tally.ofRows(new double[] {2, 0, 0, 0});
    blocks[14] = Tally.ofRows(new double[] {1, 1, 0, 0});
    blocks[15] = Tally.ofRows(new double[] {1, 1, 0, 0});
    blocks[92] = Tally.ofRows(new double[] {0, 2, 0, 0});
    Blocks four = new Blocks(blocks, null);
    assertThat(four.occupied()).isEqualTo(4);
    assertThat(four.standardError(Rate.SELECTION_RATE))
        .isCloseTo(Math.sqrt(1 / 24.), within(1e-15));
    assertThat(four.standardError(Rate.TRUE_POSITIVE_RATE)).isNaN();
  }

  @Test
  void rowsThatAreGivenTenTimesMakeNoIntervalNarrowerOnceTheirSubjectsAreNamed() {
    List<Figure> once = intervals(audit(people(1), "who", null));
    List<Figure> tenTimes = intervals(audit(people(10), "who", null));
    assertThat(once).hasSizeGreaterThan(100).hasSameSizeAs(tenTimes);
    for (int i = 0; i < once.size(); i++) {
      Figure one = once.get(i);
      Figure ten = tenTimes.get(i);
      assertThat(ten.metric() + ten.statistic()).isEqualTo(one.metric() + one.statistic());
      if (!one.metric().contains("differential_fairness")) { // it is smoothed by a count
        assertThat(ten.ciLow()).as(one.toString()).isCloseTo(one.ciLow(), within(1e-3));
        assertThat(ten.ciHigh()).as(one.toString()).isCloseTo(one.ciHigh(), within(1e-3));
      }
    }
  }

  @Test
  void rowsOfStrangersHaveAboutTheIntervalsOfIndependentRows() {
    List<Figure> independent = intervals(audit(people(1), null, null));
    List<Figure> blocked = intervals(audit(people(1), "who", null));
    assertThat(meanWidth(blocked) / meanWidth(independent)).isBetween(0.9, 1.15);
  }

  @Test
  void everyIntervalHoldsItsValueWithWeightsToo() {
    for (Figure figure : intervals(audit(people(3), "who", "w"))) {
      assertThat(figure.value())
          .as(figure.toString())
          .isBetween(figure.ciLow() - 1e-9, figure.ciHigh() + 1e-9);
      assertThat(figure.ciMethod()).doesNotContain("delong").doesNotContain("cells");
    }
  }

  @Test
  void partitionsMakeNoDifference() {
    List<Figure> seven = intervals(audit(people(2).repartition(7), "who", null));
    List<Figure> one = intervals(audit(people(2).coalesce(1), "who", null));
    assertThat(seven).hasSameSizeAs(one);
    for (int i = 0; i < one.size(); i++) {
      // Sums of scores differ in their last bits.
      assertThat(seven.get(i).ciLow()).isCloseTo(one.get(i).ciLow(), within(1e-9));
      assertThat(seven.get(i).ciHigh()).isCloseTo(one.get(i).ciHigh(), within(1e-9));
    }
  }

  @Test
  void rowsWithoutASubjectAreNamedAndNotTakenForOnes() {
    Dataset<Row> nameless = people(1).withColumn("who", nullif(col("who"), lit("p7")));
    assertThatThrownBy(() -> audit(nameless, "who", null))
        .isInstanceOf(DataProblem.class)
        .hasMessage("Column 'who': the subject is missing in 1 of its rows. Correct or drop them.");
  }

  private static double meanWidth(List<Figure> figures) {
    return figures.stream()
        .filter(figure -> figure.metric().endsWith("_rate") || figure.metric().equals("roc_auc"))
        .filter(figure -> figure.statistic().equals(Figure.VALUE))
        .mapToDouble(figure -> figure.ciHigh() - figure.ciLow())
        .average()
        .orElseThrow();
  }

  private static List<Figure> intervals(AuditResult result) {
    return result.figures().stream().filter(figure -> figure.ciLow() != null).toList();
  }

  private static AuditResult audit(Dataset<Row> rows, String subject, String weight) {
    return Audit.of(
        rows,
        new AuditRequest(
            Columns.of("y", "d").withScore("s").withWeight(weight).withSubject(subject),
            new Grouping(List.of("g"), List.of(), 1, Map.of("g", "a")),
            new AuditOptions(30, Undefined.NULL, 200, 1)));
  }

  /** The same people, each so many times. */
  private static Dataset<Row> people(int times) {
    SplittableRandom random = new SplittableRandom(5);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      String group = List.of("a", "b", "c").get(random.nextInt(3));
      int label = random.nextInt(2);
      double score = Math.round(1000 * (0.6 * random.nextDouble() + 0.4 * label)) / 1000.0;
      int decision = score > 0.5 ? 1 : 0;
      double weight = 1 + random.nextInt(3);
      for (int time = 0; time < times; time++) {
        rows.add(RowFactory.create("p" + i, group, label, decision, score, weight));
      }
    }
    return Spark.session().createDataFrame(rows, SCHEMA);
  }
}
