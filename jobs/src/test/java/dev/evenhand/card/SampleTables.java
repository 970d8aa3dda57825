package dev.evenhand.card;

import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Decisions;
import dev.evenhand.lake.table.Explanations;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.Gates;
import dev.evenhand.lake.table.Models;
import dev.evenhand.lake.table.Runs;
import dev.evenhand.lake.table.Splits;
import dev.evenhand.lake.table.TrainingSet;
import dev.evenhand.lake.table.UsableDecisions;
import dev.evenhand.support.FigureRow;
import dev.evenhand.support.TestLake;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import scala.jdk.javaapi.CollectionConverters;

/** Writes evidence into the tables from which the card step reads it. */
final class SampleTables {
  private static final String ID = "concat('d', id) AS decision_id";
  private static final String KEY = "'s' AS subject_key";
  private static final String AT = "timestamp'2026-01-01' AS decided_at";
  private static final String NUMBERS = "cast(map() AS map<string, double>) AS numbers";
  private static final String CATEGORIES = "cast(map() AS map<string, string>) AS categories";

  private SampleTables() {}

  static void write(TestLake world, Evidence evidence) {
    writeRun(world, evidence);
    figures(world, Figures.QUALITY, evidence.quality());
    figures(world, Figures.BALANCE, evidence.balance());
    figures(world, Figures.PRIVACY, evidence.privacy());
    figures(world, Figures.PERFORMANCE, evidence.measured().where(Figure::isOverall));
    figures(world, Figures.FAIRNESS, evidence.measured().where(figure -> !figure.isOverall()));
    world.write(Gates.CONTRACT, evidence.gates().stream().map(SampleTables::row).toList());
    decisions(world, evidence);
    explanations(world, evidence);
  }

  /** What tells of the run and its models, and nothing of what they were measured to be. */
  static void writeRun(TestLake world, Evidence evidence) {
    world.write(Runs.CONTRACT, evidence.steps().stream().map(SampleTables::row).toList());
    world.write(Models.CONTRACT, evidence.models().stream().map(SampleTables::row).toList());
  }

  private static void decisions(TestLake world, Evidence evidence) {
    world.write(
        Decisions.CONTRACT,
        evidence.rows(Decisions.CONTRACT.name()),
        ID,
        KEY,
        "smallint(0) AS subject_bucket",
        AT,
        "timestamp'2026-01-01' AS recorded_at",
        NUMBERS,
        CATEGORIES);
    world.write(
        UsableDecisions.CONTRACT,
        evidence.rows(UsableDecisions.CONTRACT.name()),
        ID,
        KEY,
        AT,
        NUMBERS,
        CATEGORIES);
    world.write(
        TrainingSet.CONTRACT,
        evidence.rows(TrainingSet.CONTRACT.name()),
        ID,
        NUMBERS,
        CATEGORIES,
        "0D AS label");
    List<Row> splits = new ArrayList<>();
    for (RowCount count : evidence.counts()) {
      for (long i = 0; count.table().equals(Splits.CONTRACT.name()) && i < count.rows(); i++) {
        splits.add(RowFactory.create(count.split() + i, count.split(), count.reason()));
      }
    }
    world.write(Splits.CONTRACT, splits);
  }

  /** Decisions whose contributions have the sizes and means of the evidence. */
  private static void explanations(TestLake world, Evidence evidence) {
    long n = evidence.influences().get(0).n();
    List<Row> rows = new ArrayList<>();
    for (long i = 0; i < n; i++) {
      Map<String, Double> contributions = new TreeMap<>();
      String first = null;
      long start = 0;
      for (Influence influence : evidence.influences()) {
        // Positive in the first rows, negative in the others, so that mean and mean size come out.
        double positive = (influence.mean() / influence.meanSize() + 1) / 2 * n;
        double size = influence.meanSize() * (i < Math.round(positive) ? 1 : -1);
        contributions.put(influence.feature(), size);
        long end = start + Math.round(influence.firstReason() * n);
        first = i >= start && i < end ? influence.feature() : first;
        start = end;
      }
      List<String> reasons = first == null ? List.of() : List.of(first);
      rows.add(
          RowFactory.create(
              SampleEvidence.FAIR,
              "d" + i,
              0.0,
              0.0,
              CollectionConverters.asScala(contributions),
              CollectionConverters.asScala(reasons).toSeq()));
    }
    world.write(Explanations.CONTRACT, rows);
  }

  private static void figures(TestLake world, TableContract table, FigureSet figures) {
    world.figures(table, figures.stream().map(SampleTables::row).toArray(FigureRow[]::new));
  }

  private static FigureRow row(Figure figure) {
    return FigureRow.of(figure.metric(), figure.value())
        .with(Figures.MODEL.name(), figure.model())
        .with(Figures.DATASET.name(), figure.dataset())
        .with(Figures.SPLIT.name(), figure.split())
        .with(Figures.ATTRIBUTE.name(), figure.attribute())
        .with(Figures.GROUP_VALUE.name(), figure.group())
        .with(Figures.REFERENCE.name(), figure.reference())
        .with(Figures.STATISTIC.name(), figure.statistic())
        .with(Figures.CI_LOW.name(), figure.low())
        .with(Figures.CI_HIGH.name(), figure.high())
        .with(Figures.N.name(), figure.n())
        .with(Figures.STATUS.name(), figure.status())
        .with(Figures.REASON.name(), figure.reason());
  }

  private static Row row(JudgedGate gate) {
    return RowFactory.create(
        gate.model(),
        gate.metric(),
        gate.attribute(),
        gate.bound(),
        gate.value(),
        gate.passed(),
        gate.reason(),
        gate.setBy());
  }

  private static Row row(TrainedModel model) {
    return RowFactory.create(
        model.name(),
        model.estimator(),
        model.status(),
        model.path(),
        model.sha256(),
        model.trainingTableVersion(),
        model.trainingRows(),
        CollectionConverters.asScala(model.parameters()),
        model.threshold(),
        model.constraint(),
        model.bound(),
        model.violation(),
        null,
        Timestamp.from(TestLake.AS_OF));
  }

  private static Row row(StepRun step) {
    Timestamp start = Timestamp.from(TestLake.AS_OF);
    return RowFactory.create(
        step.step(),
        "done",
        start,
        Timestamp.from(TestLake.AS_OF.plusMillis(Math.round(step.seconds() * 1000))),
        step.rowsIn(),
        step.rowsOut(),
        CollectionConverters.asScala(step.versionsRead()),
        CollectionConverters.asScala(step.versionsWritten()),
        "config",
        "code",
        start,
        17L,
        Math.round(step.cpuSeconds() * 1000),
        step.message());
  }
}
