package dev.evenhand.anonymity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.support.Spark;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class OutcomeTest {
  private static Dataset<Row> ages(Integer... ages) {
    List<Row> rows = Arrays.stream(ages).map(RowFactory::create).toList();
    return Spark.session()
        .createDataFrame(rows, new StructType().add("age", DataTypes.IntegerType));
  }

  /** Classes [20] and [30, 40], learned without the row of age 99: it is suppressed. */
  private static Outcome outcome() {
    Cuts cuts =
        new KAnonymity(2, List.of(QuasiIdentifier.number("age")), 0).fit(ages(20, 20, 30, 40));
    return Outcome.of(ages(20, 20, 30, 40, 99), cuts, 2, null);
  }

  /** Half of the range in two rows, nothing in two, all in the suppressed one. */
  @Test
  void penaltyIsTheMeanOverRows() {
    assertThat(outcome().suppressed()).isEqualTo(1);
    assertThat(outcome().loss().penalty()).isCloseTo((2 * 0.5 + 1) / 5, within(1e-12));
  }

  /**
   * Before, two of five rows have one age and three an age each: 2 ln 5/2 + 3 ln 5. Of that 2 ln 2
   * is lost in [30, 40]; a suppressed row alone in its value tells nothing of it.
   */
  @Test
  void nonUniformEntropyIsTheShareOfInformationLost() {
    double before = 2 * Math.log(2.5) + 3 * Math.log(5);
    assertThat(outcome().loss().entropy()).isCloseTo(2 * Math.log(2) / before, within(1e-12));
  }

  /** 2 x 2 + 2 x 2, and the suppressed row reads like all five. */
  @Test
  void discernibilityCountsPairsThatReadTheSame() {
    assertThat(outcome().loss().discernibility()).isEqualTo(4 + 4 + 5);
  }

  /** Five rows in two classes are 2.5 a class, and k is 2. */
  @Test
  void averageClassSizeIsComparedWithK() {
    assertThat(outcome().loss().averageClassSize()).isEqualTo(1.25);
  }

  /** Two classes of two: one row of each is found. Before, four of five values are. */
  @Test
  void theMarketerFindsOneRowOfEachClass() {
    assertThat(outcome().after()).isEqualTo(new Risk(0.5, 0.5, 0.2, 1.0, 0.0, null));
    assertThat(outcome().before()).isEqualTo(new Risk(1.0, 4 / 5.0, 0.2, 1.0, 3 / 5.0, null));
  }
}
