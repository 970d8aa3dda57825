package dev.evenhand.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.support.Spark;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class InfluencesTest {
  @Test
  void areMeansOverTheExplainedDecisionsStrongestFirst() {
    assertThat(
            Influences.of(
                explanations(
                    "'m', map('recency', 0.5D, 'tenure', -0.25D), array('recency', 'tenure')",
                    "'m', map('recency', -0.25D, 'tenure', -0.25D), array('tenure', 'recency')")))
        .extracting(Influence::feature, Influence::meanSize, Influence::firstReason, Influence::n)
        .containsExactly(tuple("recency", 0.375, 0.5, 2L), tuple("tenure", 0.25, 0.5, 2L));
  }

  @Test
  void haveAnIntervalFromTwoDecisionsOn() {
    String one = "'m', map('recency', 0.5D), array('recency')";
    assertThat(Influences.of(explanations(one)).get(0).halfWidth()).isNull();
    // sizes 0.5 and 0.25: deviation 0.25/sqrt(2), so 1.96 * 0.125
    assertThat(
            Influences.of(explanations(one, "'m', map('recency', -0.25D), array('recency')"))
                .get(0)
                .halfWidth())
        .isCloseTo(1.959964 * 0.125, within(1e-6));
  }

  @Test
  void keepTheSignInTheMean() {
    assertThat(
            Influences.of(
                explanations(
                    "'m', map('recency', 0.5D), array('recency')",
                    "'m', map('recency', -0.25D), array('recency')")))
        .extracting(Influence::mean)
        .containsExactly(0.125);
  }

  @Test
  void comeFromDecisionsWithoutAStrongestReasonToo() {
    assertThat(
            Influences.of(
                explanations("'m', map('recency', 0.5D), cast(array() AS array<string>)")))
        .extracting(Influence::firstReason)
        .containsExactly(0.0);
  }

  private static Dataset<Row> explanations(String... rows) {
    return Spark.session()
        .sql(
            "SELECT * FROM VALUES ("
                + String.join("), (", rows)
                + ") AS explanations(model, contributions, reasons)");
  }
}
