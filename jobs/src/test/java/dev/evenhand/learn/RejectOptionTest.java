package dev.evenhand.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.base.DataProblem;
import dev.evenhand.support.Spark;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

/** Bands around the threshold whose size follows by hand. */
class RejectOptionTest {
  private static final Dataset<Row> ROWS =
      Spark.session()
          .sql(
              "SELECT * FROM VALUES ('a', 0.9D, 1), ('a', 0.7D, 1), ('a', 0.6D, 0), ('a', 0.2D, 0),"
                  + " ('b', 0.8D, 1), ('b', 0.45D, 1), ('b', 0.3D, 0), ('b', 0.1D, 0)"
                  + " AS t(group, score, label)");

  private static RejectOption option(double bound) {
    return new RejectOption().setSensitiveCols(new String[] {"group"}).setBound(bound);
  }

  private static Map<String, Double> thresholds(GroupThresholdsModel model) {
    Map<String, Double> thresholds = new TreeMap<>();
    model
        .policies()
        .forEach(
            policy -> thresholds.put(String.join("|", policy.group()), policy.thresholds().get(0)));
    return thresholds;
  }

  @Test
  void liftsTheGroupBelowAndLowersTheOneAbove() {
    // at 0.5 a selects 3 of 4 and b 1 of 4; at θ = 0.05 b's 0.45 joins, at 0.1 a's 0.6 leaves
    GroupThresholdsModel model = option(0).fit(ROWS);
    assertThat(thresholds(model))
        .containsEntry("a", 0.7)
        .containsEntry("b", 0.45)
        .containsEntry("", 0.5);
    GroupThresholdsSummary summary = model.summary().orElseThrow();
    assertThat(summary.violation()).isZero();
    assertThat(summary.isMet()).isTrue();
    assertThat(summary.accuracy()).isEqualTo(1);
    assertThat(model.transform(ROWS).filter("decision <> label").count()).isZero();
  }

  @Test
  void staysWithTheThresholdWhereTheBoundHolds() {
    assertThat(thresholds(option(1).setMaximize("value=0,0,0,0").fit(ROWS)))
        .containsEntry("a", 0.5)
        .containsEntry("b", 0.5);
  }

  @Test
  void takesTheNearestBandWhereNoneKeepsTheBound() {
    Dataset<Row> rows = ROWS.filter("not (group = 'a' and score = 0.6)");
    GroupThresholdsModel model = option(0).fit(rows);
    // a can select 0, 1/3 or 2/3, b 1/4 to 1: 1/3 and 1/2 or so are nearest
    GroupThresholdsSummary summary = model.summary().orElseThrow();
    assertThat(summary.isMet()).isFalse();
    assertThat(summary.violation()).isCloseTo(1.0 / 6, within(1e-12));
  }

  @Test
  void holdsTheBoundOnManyRowsAtLittleCost() {
    Dataset<Row> rows = People.rows(5000, 91);
    Dataset<Row> scored =
        new PositiveScore()
            .transform(new FairLogisticRegression().fit(rows).transform(rows))
            .cache();
    for (String constraint : List.of("demographic-parity", "equal-opportunity", "equalized-odds")) {
      GroupThresholdsModel model = option(0.03).setConstraint(constraint).fit(scored);
      GroupThresholdsSummary summary = model.summary().orElseThrow();
      assertThat(summary.isMet()).as(constraint).isTrue();
      assertThat(summary.accuracy()).isGreaterThan(0.7);
      GroupThresholdsSummary best =
          new GroupThresholds()
              .setSensitiveCols(new String[] {"group"})
              .setConstraint(constraint)
              .setBound(0.03)
              .fit(scored)
              .summary()
              .orElseThrow();
      assertThat(best.accuracy()).isGreaterThanOrEqualTo(summary.accuracy());
    }
  }

  @Test
  void refusesScoresOutsideAndErrorRates() {
    assertThatThrownBy(() -> option(0).fit(ROWS.withColumn("score", functions.expr("score * 2"))))
        .isInstanceOf(DataProblem.class)
        .hasMessage("Reject option: scores must lie in [0, 1].");
    assertThatThrownBy(() -> option(0).setConstraint("error-rate-parity").fit(ROWS))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("Use GroupThresholds");
  }
}
