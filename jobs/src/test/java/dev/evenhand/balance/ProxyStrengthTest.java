package dev.evenhand.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.support.Spark;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Areas under the ROC curve that can be counted by hand: wins and half ties among 9 pairs. */
class ProxyStrengthTest {
  private static final Dataset<Row> ROWS =
      Spark.session()
          .sql(
              """
              SELECT map('x', x) AS numbers, map('c', c) AS categories, g, 'all' AS h FROM VALUES
                (1.0D, 'p', 'a'), (2.0D, 'p', 'a'), (2.0D, 'q', 'a'),
                (2.0D, 'q', 'b'), (3.0D, 'q', 'b'), (4.0D, 'q', 'b'),
                (CAST(NULL AS DOUBLE), NULL, 'b') AS t(x, c, g)
              """);

  @Test
  void countsPairsThatANumberOrdersAndHalfOfTheTies() {
    // 2 against 1, 2, 2: 1 + 1/2 + 1/2; 3 and 4 win all three.
    assertThat(proxy("x").auc()).isCloseTo(8.0 / 9, within(1e-12));
  }

  @Test
  void ordersCategoriesByTheGroupsShare() {
    // b has none of p and 3/4 of q: each b beats the two of p and ties with the one of q.
    assertThat(proxy("c").auc()).isCloseTo(7.5 / 9, within(1e-12));
  }

  @Test
  void leavesRowsWithoutTheFeatureOut() {
    assertThat(proxy("x").n()).isEqualTo(6);
  }

  @Test
  void saysNothingOfAnAttributeWithOneGroup() {
    assertThat(ProxyStrength.of(ROWS, List.of("h"), 1)).isEmpty();
  }

  @Test
  void passesOverSmallGroups() {
    assertThat(ProxyStrength.of(ROWS, List.of("g"), 4)).isEmpty();
  }

  @Test
  void auditsEveryAttributeAsIfItWereAlone() {
    assertThat(ProxyStrength.of(ROWS, List.of("g", "h"), 1))
        .isEqualTo(ProxyStrength.of(ROWS, List.of("g"), 1));
  }

  private static ProxyStrength.Proxy proxy(String feature) {
    return ProxyStrength.of(ROWS, List.of("g"), 1).stream()
        .filter(proxy -> proxy.feature().equals(feature))
        .findFirst()
        .orElseThrow();
  }
}
