package dev.evenhand.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.balance.ProxyAssociation.Association;
import dev.evenhand.support.Spark;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class ProxyAssociationTest {
  @Test
  void bothAreThoseOfTheTableLessWhatChanceGives() {
    // 300 and 100 against 200 and 200 rows.
    Association one =
        of("IF(pmod(id, 8) < 5, 'x', 'y')", "IF(pmod(id, 8) IN (0, 1, 2, 5), 'a', 'b')", 800)
            .get(0);
    double chi = 800 * phi(300, 200, 100, 200);
    assertThat(one.n()).isEqualTo(800);
    assertThat(one.cramersV()).isCloseTo(Math.sqrt((chi - 1) / 800), within(1e-9));
    assertThat(one.ofCramersV().low()).isLessThan(one.cramersV());
    assertThat(one.ofCramersV().high()).isGreaterThan(one.cramersV());
    double g =
        2 * (term(300, 500, 400) + term(200, 500, 400) + term(100, 300, 400) + term(200, 300, 400));
    assertThat(one.information()).isCloseTo((g - 1) / 1600, within(1e-9));
  }

  /** Sum of o^2 / (r c) less 1 of a table of two rows and two columns of 800. */
  private static double phi(double a, double b, double c, double d) {
    return a * a / ((a + b) * (a + c))
        + b * b / ((a + b) * (b + d))
        + c * c / ((c + d) * (a + c))
        + d * d / ((c + d) * (b + d))
        - 1;
  }

  private static double term(double o, double r, double c) {
    return o * Math.log(o * 800 / (r * c));
  }

  @Test
  void whatSaysAllSaysItAll() {
    Association one =
        of("CAST(pmod(id, 3) AS STRING)", "CAST(pmod(id, 3) AS STRING)", 3_000).get(0);
    assertThat(one.cramersV()).isCloseTo(1, within(1e-3));
    assertThat(one.information()).isCloseTo(Math.log(3), within(1e-3));
  }

  @Test
  void whatSaysNothingHasAnIntervalFrom0() {
    for (Association one : of("CAST(pmod(xxhash64(id), 20) AS STRING)", "pmod(id, 2)", 5_000)) {
      assertThat(one.ofCramersV().low()).isZero();
      assertThat(one.ofInformation().low()).isZero();
      assertThat(one.cramersV()).isLessThan(0.06);
    }
  }

  @Test
  void aNumberIsCutIntoTenths() {
    Dataset<Row> rows =
        Spark.session()
            .range(1_000)
            .selectExpr(
                "map('x', CAST(id AS DOUBLE)) AS numbers",
                "CAST(map() AS MAP<STRING, STRING>) AS categories",
                "IF(id < 500, 'a', 'b') AS g");
    Association one = ProxyAssociation.of(rows, List.of("g"), 30).get(0);
    assertThat(one.information()).isCloseTo(Math.log(2), within(0.01));
    assertThat(one.cramersV()).isCloseTo(1, within(0.01));
  }

  @Test
  void intervalsHoldTheTruthAbout95TimesIn100() {
    SplittableRandom random = new SplittableRandom(8);
    int draws = 2_000;
    int n = 500;
    int held = 0;
    double[] shares = {.3, .2, .2, .3}; // phi^2 = 0.04
    for (int draw = 0; draw < draws; draw++) {
      double[] o = new double[4];
      for (int i = 0; i < n; i++) {
        double u = random.nextDouble();
        o[u < .3 ? 0 : u < .5 ? 1 : u < .7 ? 2 : 3]++;
      }
      NoncentralChiSquared chi = new NoncentralChiSquared(n * phi(o[0], o[1], o[2], o[3]), 1);
      double truth = n * phi(shares[0], shares[1], shares[2], shares[3]);
      held += chi.low() <= truth && truth <= chi.high() ? 1 : 0;
    }
    assertThat((double) held / draws).isBetween(0.93, 0.97);
  }

  private static List<Association> of(String category, String group, int rows) {
    return ProxyAssociation.of(
        Spark.session()
            .range(rows)
            .selectExpr(
                "CAST(map() AS MAP<STRING, DOUBLE>) AS numbers",
                "map('c', " + category + ") AS categories",
                group + " AS g"),
        List.of("g"),
        30);
  }
}
