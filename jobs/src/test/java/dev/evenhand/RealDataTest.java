package dev.evenhand;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.support.Child;
import dev.evenhand.support.FixedKeys;
import dev.evenhand.support.Spark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A shipped pipeline of real sales, run as an operator runs them: the counts that their publishers
 * give, and a bound that is half of the unconstrained gap at most, held on training data by a model
 * that selects and ranks.
 */
@Tag("proof")
class RealDataTest {
  private static final Path DATA = Path.of(System.getenv().getOrDefault("EVENHAND_DATA", "none"));

  private String lake;

  @ParameterizedTest
  @CsvSource({
    "complete-journey, even-odds, equalized_odds_difference, 0.025, 6589, 792, majority recency",
    "bank-marketing, even-rates, demographic_parity_difference, 0.05, 41188, 4640, majority"
  })
  void holdsItsBoundAndIsWorthUsing(
      String pipeline,
      String model,
      String gap,
      double bound,
      long decisions,
      long positives,
      String baselines) {
    Assumptions.assumeTrue(Files.isDirectory(DATA), "EVENHAND_DATA names no folder");
    Path home = Spark.temporary(pipeline);
    FixedKeys.in(home);
    lake = home.resolve("lake").toString();
    Child.Ended run =
        Child.in(home)
            .evenhand(
                "run",
                Path.of("conf/pipelines", pipeline + ".yaml").toString(),
                "--data",
                DATA.toString(),
                "--lake",
                lake);
    assertThat(run.status()).as(run.toString()).isLessThanOrEqualTo(1); // 1: a gate on test rows

    assertThat(table("silver/decisions").count()).isEqualTo(decisions);
    assertThat(table("silver/decisions").filter("label = 1").count()).isEqualTo(positives);
    assertThat(table("gold/features").filter("map_contains_key(numbers, 'duration')").count())
        .isZero();
    assertThat(rows("rows_in")).isEqualTo(rows("rows_accepted") + rows("rows_quarantined"));

    assertThat(bound).isLessThanOrEqualTo(figure("fairness", "unconstrained", "train", gap) / 2);
    assertThat(figure("fairness", model, "train", gap)).isLessThanOrEqualTo(bound);
    for (String split : List.of("train", "test")) {
      assertThat(figure("performance", model, split, "selection_rate"))
          .isGreaterThanOrEqualTo(figure("performance", model, split, "base_rate") / 2);
    }
    for (String baseline : baselines.split(" ")) { // recency needs a history of sales
      assertThat(figure("performance", model, "test", "roc_auc"))
          .as("ROC AUC against " + baseline)
          .isGreaterThan(figure("performance", baseline, "test", "roc_auc"));
    }
  }

  private Dataset<Row> table(String name) {
    return Spark.session().read().format("delta").load(lake + "/" + name);
  }

  /** Of all sources, over the books that tell no reason. */
  private double rows(String metric) {
    return table("metrics/quality")
        .filter(col("metric").equalTo(metric).and(col("group_value").isNull()))
        .agg(sum("value"))
        .first()
        .getDouble(0);
  }

  /** Overall; of a gap the largest between the groups of an age band. */
  private double figure(String table, String model, String split, String metric) {
    boolean isGap = table.equals("fairness");
    return table("metrics/" + table)
        .filter(col("model").equalTo(model).and(col("split").equalTo(split)))
        .filter(col("metric").equalTo(metric).and(col("control").isNull()))
        .filter(isGap ? "attribute = 'age_band' AND statistic = 'difference'" : "attribute IS NULL")
        .agg(max("value"))
        .first()
        .getDouble(0);
  }
}
