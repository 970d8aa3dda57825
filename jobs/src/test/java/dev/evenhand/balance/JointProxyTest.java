package dev.evenhand.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.balance.ProxyStrength.Proxy;
import dev.evenhand.lake.table.Measures;
import dev.evenhand.support.Spark;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class JointProxyTest {
  @Test
  void twoFeaturesTellTogetherWhatEachTellsLess() {
    // b where x + y is large; the town adds nothing.
    Dataset<Row> rows = rows("x + y > 1.2");
    Proxy joint = only(JointProxy.of(rows, List.of("g"), 30));
    assertThat(joint.feature()).isEqualTo(Measures.ALL_FEATURES);
    assertThat(joint.auc()).isGreaterThan(0.97);
    assertThat(joint.low()).isLessThan(joint.auc());
    assertThat(joint.high()).isGreaterThan(joint.auc()).isLessThanOrEqualTo(1);
    assertThat(ProxyStrength.of(rows, List.of("g"), 30)).allMatch(one -> one.auc() < 0.93);
  }

  @Test
  void featuresThatSayNothingTellNobody() {
    Proxy none = only(JointProxy.of(rows("pmod(xxhash64(id, 7), 3) = 0"), List.of("g"), 30));
    assertThat(none.low()).isLessThan(0.5);
    assertThat(none.auc()).isBetween(0.46, 0.54);
  }

  @Test
  void anAttributeOfOneGroupIsPassedOver() {
    assertThat(JointProxy.of(rows("true"), List.of("g"), 30)).isEmpty();
  }

  @Test
  void theSameRowsInOtherPartitionsGiveTheSameFigure() {
    Dataset<Row> rows = rows("x + y > 1.2");
    assertThat(JointProxy.of(rows.repartition(7), List.of("g"), 30))
        .isEqualTo(JointProxy.of(rows, List.of("g"), 30));
  }

  @Test
  void moreValuesThanThereArePlacesForShareThem() {
    Dataset<Row> rows =
        Spark.session()
            .range(30_000)
            .selectExpr(
                "map('x', CAST(NULL AS DOUBLE)) AS numbers",
                "map('town', CAST(pmod(id, 2000) AS STRING)) AS categories",
                "IF(pmod(id, 2000) < 1000, 'b', 'a') AS g");
    // 1,024 of 2,000 towns have a place of their own or share one; the others are alike.
    assertThat(only(JointProxy.of(rows, List.of("g"), 30)).auc()).isBetween(0.7, 1.0);
  }

  @Test
  void rowsWithoutFeaturesTellNobody() {
    Dataset<Row> rows =
        rows("true")
            .selectExpr(
                "CAST(map() AS map<string,double>) AS numbers",
                "CAST(map() AS map<string,string>) AS categories",
                "g");
    assertThat(JointProxy.of(rows, List.of("g"), 30)).isEmpty();
  }

  private static Proxy only(List<Proxy> found) {
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static Dataset<Row> rows(String isB) {
    return Spark.session()
        .range(4_000)
        .selectExpr(
            "id",
            "pmod(xxhash64(id, 1), 1000) / 1000D AS x",
            "pmod(xxhash64(id, 2), 1000) / 1000D AS y")
        .selectExpr(
            "map('x', x, 'y', y) AS numbers",
            "map('town', CAST(pmod(xxhash64(id, 3), 50) AS STRING)) AS categories",
            "IF(" + isB + ", 'b', 'a') AS g");
  }
}
