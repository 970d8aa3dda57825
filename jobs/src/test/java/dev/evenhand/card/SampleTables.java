package dev.evenhand.card;

import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Decisions;
import dev.evenhand.lake.table.Explanations;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.Gates;
import dev.evenhand.lake.table.Models;
import dev.evenhand.lake.table.Predictions;
import dev.evenhand.lake.table.ProtectedAttributes;
import dev.evenhand.lake.table.Runs;
import dev.evenhand.lake.table.Splits;
import dev.evenhand.lake.table.TrainingProofs;
import dev.evenhand.lake.table.TrainingSet;
import dev.evenhand.lake.table.UsableDecisions;
import dev.evenhand.support.FigureRow;
import dev.evenhand.support.TestLake;
import java.sql.Timestamp;
import java.util.List;
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
    explanations(world);
    scores(world);
    world.write(TrainingProofs.CONTRACT, List.of(row(evidence.proof())));
  }

  /** Scores of the candidate; everyone is of the north. */
  private static void scores(TestLake world) {
    world.write(
        Predictions.CONTRACT,
        SampleFigures.TEST,
        "'" + SampleEvidence.FAIR + "' AS model",
        ID,
        "'test' AS split",
        "cast(id % 10 = 0 AS double) AS label",
        "(id % 100) / 100 AS score",
        "cast(id % 100 >= 80 AS double) AS decision");
    world.write(
        ProtectedAttributes.CONTRACT,
        1,
        KEY,
        "smallint(0) AS subject_bucket",
        "timestamp'2025-01-01' AS valid_from",
        "map('origin', 'north', 'age_band', '35-54') AS attributes");
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
    splits(world, evidence);
  }

  private static void splits(TestLake world, Evidence evidence) {
    StringBuilder split = new StringBuilder("CASE ");
    StringBuilder reason = new StringBuilder("CASE ");
    long end = 0;
    for (RowCount count : evidence.counts()) {
      if (count.table().equals(Splits.CONTRACT.name())) {
        end += count.rows();
        String then = "WHEN id < " + end + " THEN ";
        split.append(then).append("'" + count.split() + "' ");
        reason.append(then).append(count.reason() == null ? "NULL " : "'" + count.reason() + "' ");
      }
    }
    world.write(
        Splits.CONTRACT,
        end,
        ID,
        split.append("ELSE 'excluded' END AS split").toString(),
        reason.append("END AS reason").toString());
  }

  private static void explanations(TestLake world) {
    world.write(
        Explanations.CONTRACT,
        2,
        "'" + SampleEvidence.FAIR + "' AS model",
        ID,
        "0D AS margin",
        "0D AS base",
        "map('recency_days', 0.5D - id, 'tenure_years', 0.1D) AS contributions",
        "array('recency_days') AS reasons");
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

  private static Row row(Proof proof) {
    Timestamp moment = Timestamp.from(TestLake.AS_OF);
    return RowFactory.create(
        proof.model(),
        moment,
        "consent",
        "direct-marketing",
        proof.ledgerVersion(),
        1L,
        2L,
        proof.rowsAllowed(),
        proof.rowsSuppressed(),
        proof.rowsLeftOut(),
        proof.rowsUsed(),
        proof.rowsNotAllowed(),
        proof.rowsLost(),
        proof.subjectsUsed(),
        proof.isProved());
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
        Timestamp.from(TestLake.AS_OF),
        CollectionConverters.asScala(model.figures()),
        model.isPareto());
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
