package dev.evenhand.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.balance.ProxyStrength.Proxy;
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

  /** Half of each region's rows would order regions just as the other half does. */
  @Test
  void ordersCategoriesByTheGroupsShare() {
    Dataset<Row> rows = rows("CAST(pmod(id, 4) AS STRING)", "pmod(id, 4) < 2 AND pmod(id, 7) > 0");
    // b has 6/7 of regions 0 and 1 and nothing of 2 and 3: it wins against all others but those.
    assertThat(only(rows).auc()).isCloseTo(1 - 1 / 8. / 2, within(5e-3));
  }

  @Test
  void aPostalCodeOfFewRowsThatSaysNothingTellsNobody() {
    Proxy none = only(rows("CAST(id DIV 2 AS STRING)", "pmod(xxhash64(id, 1), 3) = 0"));
    assertThat(none.low()).isLessThanOrEqualTo(0.5);
    assertThat(none.auc()).isLessThan(0.53);
  }

  @Test
  void aPostalCodeOfFewRowsInWhichAGroupLivesTellsIt() {
    Proxy all = only(rows("CAST(id DIV 6 AS STRING)", "pmod(xxhash64(id DIV 6, 1), 3) = 0"));
    assertThat(all.auc()).isGreaterThan(0.9);
  }

  /** 6,000 rows with a category and, so that they differ, a number. */
  private static Dataset<Row> rows(String category, String isB) {
    return Spark.session()
        .range(6_000)
        .selectExpr(
            "map('id', CAST(id AS DOUBLE)) AS numbers",
            "map('c', " + category + ") AS categories",
            "IF(" + isB + ", 'b', 'a') AS g");
  }

  private static Proxy only(Dataset<Row> rows) {
    return ProxyStrength.of(rows, List.of("g"), 30).stream()
        .filter(proxy -> proxy.feature().equals("c"))
        .findFirst()
        .orElseThrow();
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
