package dev.evenhand.report;

import dev.evenhand.card.SampleCardPage;
import dev.evenhand.evaluate.ScoredWorld;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.LakeFiles;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Cells;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.Gates;
import dev.evenhand.lake.table.ModelCards;
import dev.evenhand.lake.table.Models;
import dev.evenhand.lake.table.Predictions;
import dev.evenhand.lake.table.Runs;
import dev.evenhand.support.FigureRow;
import dev.evenhand.support.SamplePipeline;
import dev.evenhand.support.TestLake;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import scala.jdk.javaapi.CollectionConverters;

/** A lake of two trained runs, the newest with predictions and cells, and of one that failed. */
final class SampleLake {
  static final List<String> TRAINED = List.of("r20260201T060000000", "r20260301T060000000");
  static final String NEWEST = TRAINED.get(1);
  static final String FAILED = "r20260302T060000000";

  /** What must never come into a page. */
  static final String SECRET = "Jane Doe, 12 Rose Lane";

  private static Lake lake;

  private SampleLake() {}

  /** Made once for all tests. */
  static synchronized Lake get() {
    if (lake == null) {
      TestLake made = TestLake.of(SamplePipeline.NAME);
      lake = made.lake();
      for (int run = 0; run < TRAINED.size(); run++) {
        trained(made.run(TRAINED.get(run)), run);
      }
      failed(made.run(FAILED));
      scored(made.run(NEWEST));
    }
    return lake;
  }

  private static void scored(TestLake run) {
    Dataset<Row> predictions = ScoredWorld.predictions();
    run.lake()
        .replaceRun(Predictions.CONTRACT, predictions.drop("origin", "age_band"), run.scope());
    run.lake()
        .replaceRun(
            Cells.CONTRACT, ScoredWorld.cells(SamplePipeline.of(), predictions), run.scope());
  }

  static void trained(TestLake run, int number) {
    runs(run, number, "done", null);
    double shift = number * 0.01;
    run.write(
        Models.CONTRACT,
        List.of(
            model(SamplePipeline.CANDIDATE, "fair-logistic-regression", "promoted"),
            model(SamplePipeline.UNCONSTRAINED, "logistic-regression", "reference")));
    run.write(
        Gates.CONTRACT,
        List.of(
            gate("demographic_parity_difference", "origin", "at most 0.08", 0.05 + shift),
            gate("roc_auc", null, "at least 0.65", 0.72 + shift)));
    String html = "cards/" + run.scope().pipeline() + "/" + run.scope().runId() + "/even-odds.html";
    LakeFiles files = run.lake().files();
    files.writeText(files.place(html), SampleCardPage.html());
    run.write(
        ModelCards.CONTRACT,
        List.of(
            card(SamplePipeline.CANDIDATE, "promoted", 0.72 + shift, 0.05 + shift, html),
            card(SamplePipeline.UNCONSTRAINED, "reference", 0.74 + shift, 0.15, html)));
    figures(run, shift);
  }

  private static void failed(TestLake run) {
    runs(run, 2, "failed", "Cannot parse '" + SECRET + "' as INT");
  }

  private static void runs(TestLake run, int number, String status, String message) {
    Instant start = Instant.parse("2026-02-01T06:00:00Z").plusSeconds(number * 2_419_200L);
    List<Row> rows = new ArrayList<>();
    rows.add(step("run", status, start, 95 + number, 0, 0, message));
    rows.add(step("ingest", "done", start, 31 + number, 104_250, 103_961, SECRET));
    rows.add(step("consent", "done", start.plusSeconds(40), 8, 6_589, 5_893, null));
    rows.add(step("split", "done", start.plusSeconds(50), 3, 5_893, 5_773, null));
    if (status.equals("done")) {
      rows.add(step("privacy", "done", start.plusSeconds(55), 6, 3_021, 2_974, null));
      rows.add(step("train", "done", start.plusSeconds(61), 22, 2_974, 2, null));
      rows.add(step("evaluate", "done", start.plusSeconds(84), 11, 5_773, 5_773, null));
    }
    run.write(Runs.CONTRACT, rows);
  }

  private static Row step(
      String name, String status, Instant start, long seconds, long in, long out, String message) {
    return RowFactory.create(
        name,
        status,
        Timestamp.from(start),
        Timestamp.from(start.plusSeconds(seconds)),
        in,
        out,
        CollectionConverters.asScala(Map.<String, Long>of()),
        CollectionConverters.asScala(Map.<String, Long>of()),
        "3f1c9f0ad21b",
        "0.1.0 (4ba4f8b)",
        Timestamp.from(start),
        17L,
        seconds * 900,
        message);
  }

  private static Row model(String name, String estimator, String status) {
    return RowFactory.create(
        name,
        estimator,
        status,
        "models/" + name,
        "ab12",
        1L,
        2_974L,
        CollectionConverters.asScala(Map.<String, String>of()),
        ScoredWorld.THRESHOLDS.get(name),
        null,
        null,
        null,
        null,
        Timestamp.from(TestLake.AS_OF),
        null,
        null);
  }

  private static Row gate(String metric, String attribute, String bound, double value) {
    return RowFactory.create(
        SamplePipeline.CANDIDATE, metric, attribute, bound, value, true, null, "file");
  }

  /** What the site does not read is null. */
  private static Row card(String model, String status, double auc, double gap, String html) {
    Object[] first = {
      model,
      "Campaign analytics",
      "campaigns@example.com",
      "Choosing customers for a call about the spring offer.",
      "Prices, credit.",
      "direct-marketing",
      null,
      status,
      auc,
      0.2,
      "demographic_parity_difference by origin",
      gap,
      0.15,
      2_974L,
      "{}",
      html,
      html.replace(".html", ".md")
    };
    return RowFactory.create(Arrays.copyOf(first, ModelCards.CONTRACT.fields().size()));
  }

  private static void figures(TestLake run, double shift) {
    List<FigureRow> performance = new ArrayList<>();
    List<FigureRow> fairness = new ArrayList<>();
    for (String model : List.of(SamplePipeline.CANDIDATE, SamplePipeline.UNCONSTRAINED)) {
      performance.add(FigureRow.of("roc_auc", 0.72 + shift).model(model));
      fairness.add(
          FigureRow.of("demographic_parity_difference", 0.05 + shift)
              .model(model)
              .between("origin", "difference"));
      fairness.add(group(model, "north", 0.2111, 4000));
      fairness.add(group(model, "south", 0.1777, 2000));
      fairness.add(group(model, "east", 0.19191, 300));
      fairness.add(cost(model, "north", 1.3571, 900));
      fairness.add(cost(model, "south", 1.2461, 700));
      fairness.add(
          FigureRow.of("selection_rate", null)
              .model(model)
              .group("origin", "abroad")
              .without("withheld", "fewer than 30 rows"));
    }
    run.figures(Figures.PERFORMANCE, performance.toArray(FigureRow[]::new));
    run.figures(Figures.FAIRNESS, fairness.toArray(FigureRow[]::new));
    run.figures(
        Figures.BALANCE,
        share("north", 0.7, 2100),
        share("south", 0.29, 850),
        share("abroad", 0.00456789, 14));
    run.figures(
        Figures.QUALITY,
        FigureRow.of("rows_in", 104_250.0).dataset("customers"),
        FigureRow.of("rows_accepted", 103_961.0).dataset("customers"),
        FigureRow.of("rows_quarantined", 289.0).dataset("customers"));
  }

  private static FigureRow group(String model, String group, double rate, long n) {
    return FigureRow.of("selection_rate", rate).model(model).group("origin", group).n(n);
  }

  private static FigureRow cost(String model, String group, double mean, long n) {
    return FigureRow.of("recourse_cost", mean)
        .model(model)
        .group("origin", group)
        .n(n)
        .with("statistic", "mean");
  }

  private static FigureRow share(String group, double share, long n) {
    return FigureRow.of("share", share)
        .dataset("before")
        .split("train")
        .group("origin", group)
        .n(n);
  }

  /** The run's rows of a table. */
  static Dataset<Row> rows(TableContract table, String run) {
    return get().readRun(table, new RunScope(SamplePipeline.NAME, run));
  }
}
