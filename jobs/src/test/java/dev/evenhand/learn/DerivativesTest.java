package dev.evenhand.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Gradients and Hessians against central differences. */
class DerivativesTest {
  private static final double STEP = 1e-5;
  private static final double[] AT = {0.7, -0.4, 0.2, 0.1, -0.3, 0.15};

  private static TrainingRows rows;
  private static Problem problem;

  @BeforeAll
  static void makeProblem() {
    Dataset<Row> people =
        People.rows(400, 21)
            .selectExpr("features", "label", "w", "w", "validates", "group", "region");
    rows = TrainingRows.of(people, List.of("group", "region"), 1, true);
    problem = new Problem(rows, Penalty.of(0.05, 0, new double[] {1, 0.5, 2, 1}), true);
    Evaluation first = evaluate(AT, new double[0]);
    problem.defineRates(Constraint.ERROR_RATE_PARITY, first.totals(), 0);
  }

  @AfterAll
  static void close() {
    rows.close();
  }

  private static Evaluation evaluate(double[] at, double[] multipliers) {
    return problem.evaluate(problem.point(at, 0.5, 0.4, multipliers));
  }

  private static double[] multipliers() {
    return new double[] {0.3, -0.2, 0.1, 0.4, -0.5};
  }

  private static double[] moved(int variable, double by) {
    double[] moved = AT.clone();
    moved[variable] += by;
    return moved;
  }

  @Test
  void gradientOfTheObjective() {
    double[] gradient = evaluate(AT, multipliers()).gradient();
    for (int i = 0; i < AT.length; i++) {
      double up = evaluate(moved(i, STEP), multipliers()).objective();
      double down = evaluate(moved(i, -STEP), multipliers()).objective();
      assertThat(gradient[i]).isCloseTo((up - down) / (2 * STEP), within(1e-8));
    }
  }

  @Test
  void gradientsOfTheSmoothRatesAndTheShare() {
    Evaluation here = evaluate(AT, multipliers());
    assertThat(here.smooth()).hasSize(5);
    for (int i = 0; i < AT.length; i++) {
      Evaluation up = evaluate(moved(i, STEP), multipliers());
      Evaluation down = evaluate(moved(i, -STEP), multipliers());
      for (int k = 0; k < 5; k++) {
        assertThat(here.jacobian()[k][i])
            .isCloseTo((up.smooth()[k] - down.smooth()[k]) / (2 * STEP), within(1e-7));
      }
      assertThat(here.shareGradient()[i])
          .isCloseTo((up.share()[1] - down.share()[1]) / (2 * STEP), within(1e-7));
    }
  }

  @Test
  void hessianOfTheLagrangian() {
    Evaluation here = evaluate(AT, multipliers());
    double[][] hessian = problem.withRateCurvature(here, 1);
    for (int i = 0; i < AT.length; i++) {
      double[] up = lagrangianGradient(moved(i, STEP));
      double[] down = lagrangianGradient(moved(i, -STEP));
      for (int j = 0; j <= i; j++) {
        double expected = (up[j] - down[j]) / (2 * STEP);
        double floor = i == 5 && j == 5 ? 1e-2 : 0;
        assertThat(hessian[i][j] - floor).isCloseTo(expected, within(1e-7));
      }
    }
  }

  private static double[] lagrangianGradient(double[] at) {
    Evaluation evaluation = evaluate(at, multipliers());
    double[] gradient = evaluation.gradient().clone();
    for (int k = 0; k < 5; k++) {
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] += multipliers()[k] * evaluation.jacobian()[k][i];
      }
    }
    return gradient;
  }
}
