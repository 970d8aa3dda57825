package dev.evenhand.train;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.base.DataProblem;
import dev.evenhand.support.Spark;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class BothLabelsTest {
  @Test
  void validationRowsOfOneLabelAreNamed() {
    assertThatThrownBy(() -> BothLabels.require(rows("(1D, false), (0D, false), (0D, true)")))
        .isInstanceOf(DataProblem.class)
        .hasMessage(
            "train: the 1 validation rows have 0 positive labels, but both labels are needed."
                + " Bring more decisions, or change the shares of split.");
  }

  @Test
  void bothProblemsAreToldAtOnce() {
    assertThatThrownBy(() -> BothLabels.require(rows("(1D, false), (1D, false), (1D, true)")))
        .hasMessageContaining("the 2 training rows have 2 positive")
        .hasMessageContaining("the 1 validation rows have 1 positive");
  }

  @Test
  void bothLabelsInBothAreEnough() {
    Dataset<Row> rows = rows("(1D, false), (0D, false), (1D, true), (0D, true)");
    assertThatCode(() -> BothLabels.require(rows)).doesNotThrowAnyException();
  }

  private static Dataset<Row> rows(String values) {
    return Spark.session().sql("SELECT * FROM VALUES " + values + " AS t(label, is_validation)");
  }
}
