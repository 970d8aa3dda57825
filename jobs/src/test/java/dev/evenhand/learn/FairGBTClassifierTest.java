package dev.evenhand.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FairGBTClassifierTest {
  @Test
  void isMllibsGbtClassifierWithoutAConstraint() {
    Dataset<Row> rows = People.rows(3000, 1);
    GBTClassificationModel their = new GBTClassifier().setMaxIter(5).fit(rows);
    FairGBTClassificationModel our = new FairGBTClassifier().setMaxIter(5).fit(rows);
    for (int tree = 0; tree < 5; tree++) {
      assertThat(body(our, tree)).isEqualTo(body(their, tree));
    }
  }

  private static List<String> body(GBTClassificationModel model, int tree) {
    return model.trees()[tree].toDebugString().lines().skip(1).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "demographic-parity, 0.03",
    "equalized-odds, 0.05",
    "equal-opportunity, 0.02",
    "predictive-equality, 0.02",
    "error-rate-parity, 0.02",
  })
  void holdsEachConstraintOnTheTrainingRows(String constraint, double bound) {
    Dataset<Row> rows = People.rows(4000, 2);
    FairGBTClassificationModel model = fair(constraint, bound).fit(rows);
    FairBoostingSummary summary = model.summary().orElseThrow();
    System.out.println(constraint + " " + summary);
    assertThat(summary.isMet()).isTrue();
    assertThat(FairLogisticRegressionTest.violation(model.transform(rows), "group", constraint))
        .isLessThanOrEqualTo(bound + 1e-12)
        .isEqualTo(summary.violation());
  }

  static FairGBTClassifier fair(String constraint, double bound) {
    return new FairGBTClassifier()
        .setSensitiveCols(new String[] {"group"})
        .setConstraint(constraint)
        .setBound(bound);
  }
}
