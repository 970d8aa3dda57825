package dev.evenhand.bench;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.JsonNode;
import dev.evenhand.learn.Benchmarks;
import dev.evenhand.learn.FairLogisticRegression;
import dev.evenhand.learn.FairLogisticRegressionModel;
import dev.evenhand.learn.FairTrainingSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * One deterministic linear model against each randomized classifier that Fairlearn's
 * ExponentiatedGradient and GridSearch gave on Adult and Bank Marketing: the same rows, split,
 * columns and penalty, the bound set to the difference between groups that Fairlearn reached on
 * train. Writes the table of {@code notebooks-docs/fair-training.md} between its two markers.
 */
public final class ReductionsBench {
  private static final String START = "<!-- scripts/bench reductions: start -->";
  private static final String END = "<!-- scripts/bench reductions: end -->";
  private static final Map<String, String> CONSTRAINTS =
      Map.of(
          "demographic_parity", "demographic-parity",
          "equalized_odds", "equalized-odds",
          "true_positive_rate_parity", "equal-opportunity");
  private static final Map<String, String> FIGURES =
      Map.of(
          "demographic_parity", "demographic_parity_difference",
          "equalized_odds", "equalized_odds_difference",
          "true_positive_rate_parity", "true_positive_rate_difference");

  private ReductionsBench() {}

  /** A row of theirs. */
  private record Their(String data, String attribute, String method, JsonNode row) {
    String constraint() {
      return row.get("constraint").asText();
    }

    double violation(String split) {
      return row.get(split).get(FIGURES.get(constraint())).asDouble();
    }

    double accuracy() {
      return row.get("test").get("accuracy").asDouble();
    }

    int fits() {
      return row.has("n_oracle_calls")
          ? row.get("n_oracle_calls").asInt()
          : row.get("grid_size").asInt();
    }
  }

  /** Both sides' figures of one row. */
  private record Outcome(
      Their their, FairTrainingSummary summary, double seconds, Counts train, Counts test) {
    double trainViolation() {
      return train.violation(their.constraint());
    }

    double testViolation() {
      return test.violation(their.constraint());
    }

    double deviation() {
      return test.deviationOfDifference(
          their.constraint(), their.row().get("test").get("by_group"));
    }

    /** What falls short, empty where nothing does. */
    String shortfall() {
      List<String> parts = new ArrayList<>();
      double most = their.violation("train") + 0.002 + 1 / train.fewestPositives();
      if (trainViolation() > most) {
        parts.add("train violation");
      }
      if (test.accuracy() < their.accuracy() - 0.003) {
        parts.add("test accuracy");
      }
      double beyond = testViolation() - their.violation("test");
      if (beyond > Math.max(0.01, 2 * deviation())) {
        parts.add("test violation");
      }
      return String.join(", ", parts);
    }
  }

  public static void main(String[] arguments) throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    for (String name : List.of("adult", "bank_marketing")) {
      outcomes.addAll(outcomes(name));
    }
    String table = table(outcomes);
    Path file =
        Path.of(arguments[0], "..", "..", "..", "notebooks-docs", "fair-training.md").normalize();
    String text = Files.readString(file);
    int from = text.indexOf(START) + START.length();
    int to = text.indexOf(END);
    Files.writeString(file, text.substring(0, from) + "\n" + table + text.substring(to));
    long held = outcomes.stream().filter(outcome -> outcome.shortfall().isEmpty()).count();
    System.out.printf(
        Locale.ROOT,
        "reductions: %d of %d rows hold, mean test violation %.4f against %.4f%n",
        held,
        outcomes.size(),
        outcomes.stream().mapToDouble(Outcome::testViolation).average().orElse(0),
        outcomes.stream().mapToDouble(each -> each.their().violation("test")).average().orElse(0));
    System.exit(0);
  }

  private static List<Outcome> outcomes(String name) {
    Dataset<Row> rows = Benchmarks.rows(name);
    Dataset<Row> train = rows.filter(col("split").equalTo("train")).cache();
    Dataset<Row> test = rows.filter(col("split").equalTo("test")).cache();
    List<Outcome> outcomes = new ArrayList<>();
    for (var attribute : Benchmarks.json(name, "reductions.json").get("attributes").properties()) {
      List<Their> theirs = new ArrayList<>();
      for (JsonNode row : attribute.getValue().get("exponentiated_gradient")) {
        theirs.add(new Their(name, attribute.getKey(), "EG", row));
      }
      JsonNode grid = attribute.getValue().get("grid_search");
      theirs.add(new Their(name, attribute.getKey(), "grid", grid));
      for (Their their : theirs) {
        Outcome outcome = outcome(their, train, test);
        System.out.println(line(outcome));
        outcomes.add(outcome);
      }
    }
    return outcomes;
  }

  private static Outcome outcome(Their their, Dataset<Row> train, Dataset<Row> test) {
    long n = train.count();
    long start = System.nanoTime();
    FairLogisticRegressionModel model =
        new FairLogisticRegression()
            .setSensitiveCols(new String[] {their.attribute()})
            .setConstraint(CONSTRAINTS.get(their.constraint()))
            .setBound(their.violation("train"))
            .setRegParam(1.0 / n)
            .setStandardization(false)
            .fit(train);
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Outcome(
        their,
        model.summary().orElseThrow(),
        seconds,
        Counts.of(model.transform(train), their.attribute()),
        Counts.of(model.transform(test), their.attribute()));
  }

  private static String table(List<Outcome> outcomes) {
    StringBuilder text = new StringBuilder();
    text.append("\n| data | attribute | constraint | theirs | fits, s | our passes, s | bound |")
        .append(" train violation | test accuracy, theirs | test violation, theirs | 2 SE |")
        .append(" result |\n");
    text.append("|---|---|---|---|---:|---:|---:|---:|---:|---:|---:|---|\n");
    outcomes.forEach(outcome -> text.append(line(outcome)).append("\n"));
    long held = outcomes.stream().filter(outcome -> outcome.shortfall().isEmpty()).count();
    text.append(
        String.format(
            Locale.ROOT,
            "%n%d of %d rows hold. Means over all rows: test violation %.4f, theirs %.4f; test"
                + " accuracy %.4f, theirs %.4f; seconds %.1f, theirs %.1f.%n",
            held,
            outcomes.size(),
            outcomes.stream().mapToDouble(Outcome::testViolation).average().orElse(0),
            outcomes.stream()
                .mapToDouble(each -> each.their().violation("test"))
                .average()
                .orElse(0),
            outcomes.stream().mapToDouble(each -> each.test().accuracy()).average().orElse(0),
            outcomes.stream().mapToDouble(each -> each.their().accuracy()).average().orElse(0),
            outcomes.stream().mapToDouble(Outcome::seconds).average().orElse(0),
            outcomes.stream()
                .mapToDouble(each -> each.their().row().get("wall_s").asDouble())
                .average()
                .orElse(0)));
    return text.append("\n").toString();
  }

  private static String line(Outcome outcome) {
    Their their = outcome.their();
    String shortfall = outcome.shortfall();
    String method =
        their.row().has("difference_bound")
            ? String.format(Locale.ROOT, "EG %s", their.row().get("difference_bound").asText())
            : "grid";
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %s | %d, %.0f | %d, %.1f | %.4f | %.4f | %.4f, %.4f | %.4f, %.4f | %.4f"
            + " | %s |",
        their.data().replace("_marketing", ""),
        their.attribute().replace("|", "×"),
        CONSTRAINTS.get(their.constraint()),
        method,
        their.fits(),
        their.row().get("wall_s").asDouble(),
        outcome.summary().passes(),
        outcome.seconds(),
        their.violation("train"),
        outcome.trainViolation(),
        outcome.test().accuracy(),
        their.accuracy(),
        outcome.testViolation(),
        their.violation("test"),
        2 * outcome.deviation(),
        shortfall.isEmpty() ? "holds" : "short: " + shortfall);
  }
}
