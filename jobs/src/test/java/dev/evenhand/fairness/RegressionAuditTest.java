package dev.evenhand.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.base.DataProblem;
import dev.evenhand.support.Spark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Predicted numbers, such as forecasts of sales. */
class RegressionAuditTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("g", DataTypes.StringType)
          .add("y", DataTypes.DoubleType)
          .add("p", DataTypes.DoubleType)
          .add("w", DataTypes.DoubleType);

  @Test
  void figuresAreThoseThatCanBeCountedByHand() {
    // Errors of a: 1, -1, 3; of b: 0, 2.
    AuditResult result =
        audit(
            rows(
                row("a", 10, 11, 1),
                row("a", 20, 19, 1),
                row("a", 30, 33, 1),
                row("b", 5, 5, 1),
                row("b", 9, 11, 1)),
            1);
    assertThat(value(result, "a", "mean_absolute_error")).isCloseTo(5 / 3., within(1e-11));
    assertThat(value(result, "a", "mean_error")).isEqualTo(1);
    assertThat(value(result, "a", "mean_squared_error")).isCloseTo(11 / 3., within(1e-11));
    assertThat(value(result, "a", "root_mean_squared_error"))
        .isCloseTo(Math.sqrt(11 / 3.), within(1e-11));
    assertThat(value(result, "a", "r2_score")).isCloseTo(1 - 11 / 200., within(1e-11));
    assertThat(value(result, "b", "r2_score")).isCloseTo(1 - 4 / 8., within(1e-11));
    assertThat(value(result, "a", "mean_prediction")).isEqualTo(21);
    assertThat(value(result, null, "mean_label")).isCloseTo(14.8, within(1e-11));
    Figure gap = gap(result, "mean_error");
    assertThat(gap.value()).isEqualTo(0);
    assertThat(gap(result, "mean_prediction").value()).isEqualTo(13);
    assertThat(result.figures()).noneMatch(figure -> figure.metric().contains("parity"));
    assertThat(result.cells()).isEmpty();
  }

  @Test
  void aWeightCountsAsSoManyRows() {
    AuditResult weighted =
        audit(rows(row("a", 1, 2, 3), row("a", 4, 4, 1), row("b", 1, 0, 2), row("b", 3, 3, 2)), 1);
    AuditResult repeated =
        audit(
            rows(
                row("a", 1, 2, 1),
                row("a", 1, 2, 1),
                row("a", 1, 2, 1),
                row("a", 4, 4, 1),
                row("b", 1, 0, 1),
                row("b", 1, 0, 1),
                row("b", 3, 3, 1),
                row("b", 3, 3, 1)),
            1);
    for (RegressionMetric metric : RegressionMetric.values()) {
      assertThat(value(weighted, "a", metric.metric()))
          .as(metric.metric())
          .isCloseTo(value(repeated, "a", metric.metric()), within(1e-11));
    }
  }

  @Test
  void standardErrorsAreThoseOfRepeatedDraws() {
    SplittableRandom random = new SplittableRandom(3);
    int draws = 2_000;
    double[][] values = new double[RegressionMetric.values().length][draws];
    double[] errors = new double[values.length];
    for (int draw = 0; draw < draws; draw++) {
      Tally tally = new Tally();
      for (int i = 0; i < 400; i++) {
        double label = 50 + 10 * random.nextGaussian();
        tally.addNumbers(
            label, 0.8 * label + 12 + 4 * random.nextGaussian(), 1 + random.nextInt(2));
      }
      Slice slice = new Slice(tally, null);
      for (RegressionMetric metric : RegressionMetric.values()) {
        values[metric.ordinal()][draw] = metric.of(slice, Undefined.NULL).value();
        errors[metric.ordinal()] += metric.standardError(slice) / draws;
      }
    }
    for (RegressionMetric metric : RegressionMetric.values()) {
      double[] seen = values[metric.ordinal()];
      double mean = Arrays.stream(seen).average().orElseThrow();
      double spread =
          Math.sqrt(Arrays.stream(seen).map(x -> (x - mean) * (x - mean)).sum() / draws);
      assertThat(errors[metric.ordinal()] / spread).as(metric.metric()).isBetween(0.95, 1.05);
    }
  }

  @Test
  void aGroupThatIsForecastTooLowStandsOut() {
    SplittableRandom random = new SplittableRandom(9);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      String group = List.of("a", "b", "c").get(i % 3);
      double label = 100 + 20 * random.nextGaussian();
      rows.add(row(group, label, label + random.nextGaussian() - (group.equals("c") ? 1 : 0), 1));
    }
    AuditResult result = audit(Spark.session().createDataFrame(rows, SCHEMA), 30);
    Figure gap = gap(result, "mean_error");
    assertThat(gap.qValue()).isLessThan(1e-6);
    assertThat(gap.ciLow()).isLessThan(1).isGreaterThan(0.8);
    assertThat(gap.ciHigh()).isGreaterThan(1).isLessThan(1.2);
    assertThat(AuditSummary.of(result)).contains("mean error gap").contains("R2");
    assertThat(gap(result, "mean_label").qValue()).isGreaterThan(0.05);
  }

  @Test
  void equalLabelsHaveNoR2AndWhatIsNoNumberIsNamed() {
    AuditResult result = audit(rows(row("a", .1, 2, 1), row("a", .1, 3, 1), row("a", .1, 4, 1)), 1);
    Figure undefined = find(result, "a", "r2_score");
    assertThat(undefined.status()).isEqualTo(Status.UNDEFINED);
    assertThat(undefined.reason()).isEqualTo("all labels are equal");
    assertThatThrownBy(() -> audit(rows(row("a", 1, Double.NaN, 1)), 1))
        .isInstanceOf(DataProblem.class)
        .hasMessage(
            "Column 'p': the prediction is not a finite number in 1 of its rows. Correct or drop them.");
  }

  private static double value(AuditResult result, String group, String metric) {
    return find(result, group, metric).value();
  }

  private static Figure find(AuditResult result, String group, String metric) {
    return result.figures().stream()
        .filter(figure -> figure.metric().equals(metric))
        .filter(figure -> figure.statistic().equals(Figure.VALUE))
        .filter(
            figure ->
                group == null ? figure.attribute() == null : group.equals(figure.groupValue()))
        .findFirst()
        .orElseThrow();
  }

  private static Figure gap(AuditResult result, String metric) {
    return result.figures().stream()
        .filter(figure -> figure.metric().equals(metric))
        .filter(figure -> figure.statistic().equals("difference_between_groups"))
        .findFirst()
        .orElseThrow();
  }

  private static Row row(String group, double label, double prediction, double weight) {
    return RowFactory.create(group, label, prediction, weight);
  }

  private static Dataset<Row> rows(Row... rows) {
    return Spark.session().createDataFrame(List.of(rows), SCHEMA);
  }

  private static AuditResult audit(Dataset<Row> rows, long minGroup) {
    return Audit.of(
        rows,
        new AuditRequest(
            Columns.ofNumbers("y", "p").withWeight("w"),
            new Grouping(List.of("g"), List.of(), 1, Map.of("g", "a")),
            new AuditOptions(minGroup, Undefined.NULL, 100, 1)));
  }
}
