package dev.evenhand.privacy;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import dev.evenhand.anonymity.Anonymizer;
import dev.evenhand.anonymity.AnonymizerModel;
import dev.evenhand.anonymity.Verification;
import dev.evenhand.base.DataProblem;
import dev.evenhand.base.SideBySide;
import dev.evenhand.config.Anonymize;
import dev.evenhand.config.Pipeline;
import dev.evenhand.config.Privacy;
import dev.evenhand.history.GroupCounts;
import dev.evenhand.history.ProtectedGroups;
import dev.evenhand.job.Job;
import dev.evenhand.job.JobContext;
import dev.evenhand.job.RowCounts;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.FeatureRows;
import dev.evenhand.lake.table.FigureRow;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.Measures;
import dev.evenhand.lake.table.ProtectedAttributes;
import dev.evenhand.lake.table.Splits;
import dev.evenhand.lake.table.TrainingSet;
import dev.evenhand.lake.table.UsableDecisions;
import dev.evenhand.vector.FeatureNames;
import dev.evenhand.vector.ModelPlaces;
import dev.evenhand.vector.QuasiColumns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** gold.features of the training split to gold.training_set, k-anonymous where the file asks. */
public record PrivacyJob(Pipeline pipeline) implements Job {
  private static final String SUPPRESSED = "suppressed";

  @Override
  public String name() {
    return "privacy";
  }

  @Override
  public List<TableContract> reads() {
    return List.of(
        FeatureRows.CONTRACT,
        Splits.CONTRACT,
        UsableDecisions.CONTRACT,
        ProtectedAttributes.CONTRACT);
  }

  @Override
  public List<TableContract> writes() {
    return List.of(TrainingSet.CONTRACT, Figures.PRIVACY);
  }

  @Override
  public RowCounts run(JobContext context) {
    Dataset<Row> train = trainingRows(context).cache();
    try {
      long rowsIn = train.count();
      if (rowsIn == 0) {
        throw new DataProblem(
            "privacy: no training row has features. Check features and split in the file.");
      }
      Optional<Anonymize> rule = pipeline.privacy().flatMap(Privacy::anonymize);
      long rowsOut =
          rule.isPresent() ? anonymized(context, train, rule.get()) : asTheyAre(context, train);
      return new RowCounts(rowsIn, rowsOut, (rowsIn - rowsOut) + " suppressed");
    } finally {
      train.unpersist();
    }
  }

  private static Dataset<Row> trainingRows(JobContext context) {
    Dataset<Row> splits =
        context
            .lake()
            .readRun(Splits.CONTRACT, context.scope())
            .filter(Splits.SPLIT.column().equalTo("train"))
            .select(Splits.DECISION_ID.column());
    Dataset<Row> labels =
        context
            .lake()
            .readRun(UsableDecisions.CONTRACT, context.scope())
            .select(
                UsableDecisions.DECISION_ID.column(),
                UsableDecisions.SUBJECT_KEY.column(),
                UsableDecisions.DECIDED_AT.column(),
                UsableDecisions.LABEL.column());
    return context
        .lake()
        .readRun(FeatureRows.CONTRACT, context.scope())
        .join(splits, FeatureRows.DECISION_ID.name())
        .join(labels, FeatureRows.DECISION_ID.name());
  }

  private long asTheyAre(JobContext context, Dataset<Row> train) {
    context.lake().replaceRun(TrainingSet.CONTRACT, train, context.scope());
    write(context, residual().of(train));
    return train.count();
  }

  private long anonymized(JobContext context, Dataset<Row> train, Anonymize rule) {
    QuasiColumns quasi = new QuasiColumns(rule.quasiIdentifiers(), FeatureNames.of(train));
    Dataset<Row> taken = quasi.stage().transform(train);
    AnonymizerModel model =
        new Anonymizer()
            .setK(rule.k())
            .setSuppressAtMost(rule.suppressAtMost().fraction())
            .setInputCols(quasi.inputs())
            .setSuppressedCol(SUPPRESSED)
            .fit(taken);
    save(
        model,
        context
            .lake()
            .files()
            .place(ModelPlaces.anonymizer(context.scope().pipeline(), context.scope().runId())));
    Dataset<Row> shown = model.transform(taken).cache();
    try {
      Dataset<Row> kept = shown.filter(not(col(SUPPRESSED)));
      Verification verified =
          Verification.of(model.cuts().recode(kept), Arrays.asList(quasi.inputs()))
              .require(rule.k());
      Dataset<Row> rows = quasi.backInMaps(kept);
      SideBySide.run(
          List.of(
              () -> context.lake().replaceRun(TrainingSet.CONTRACT, rows, context.scope()),
              () -> figures(context, shown, new Outcome(rule, model, verified, quasi))));
      return verified.rows();
    } finally {
      shown.unpersist();
    }
  }

  private record Outcome(
      Anonymize rule, AnonymizerModel model, Verification verified, QuasiColumns quasi) {}

  private ResidualRisk residual() {
    return new ResidualRisk(pipeline.privacy().flatMap(Privacy::population));
  }

  /** Also who pays: how many rows of each protected group were left out. */
  private void figures(JobContext context, Dataset<Row> shown, Outcome outcome) {
    List<FigureRow> figures = new ArrayList<>();
    long suppressed = shown.filter(col(SUPPRESSED)).count();
    figures.add(figure(Measures.K).value((double) outcome.rule().k()));
    figures.add(figure(Measures.CLASSES).value((double) outcome.verified().classes()));
    figures.add(figure("smallest_class").value((double) outcome.verified().smallest()));
    figures.add(figure(Measures.ROWS_SUPPRESSED).value((double) suppressed));
    figures.add(figure(Measures.INFORMATION_LOSS).value(outcome.model().cuts().penalty()));
    figures.addAll(risks(shown, outcome));
    List<String> sensitive = pipeline.evaluate().sensitive();
    Dataset<Row> groups =
        ProtectedGroups.at(
            shown,
            context.lake().readPipeline(ProtectedAttributes.CONTRACT, context.scope().pipeline()),
            sensitive);
    Dataset<Row> grouped =
        shown
            .select(FeatureRows.DECISION_ID.column(), col(SUPPRESSED))
            .join(groups, FeatureRows.DECISION_ID.name());
    GroupCounts.of(grouped, sensitive, col(SUPPRESSED))
        .forEach(
            (attribute, counts) ->
                counts.forEach(
                    (value, count) ->
                        figures.add(
                            figure(Measures.ROWS_SUPPRESSED)
                                .group(attribute, value)
                                .value((double) count.met())
                                .size(count.rows(), null))));
    write(context, figures);
  }

  /** Of the quasi-identifiers and of all features, once the small classes are left out. */
  private List<FigureRow> risks(Dataset<Row> shown, Outcome outcome) {
    Verification verified = outcome.verified();
    List<FigureRow> risks = new ArrayList<>();
    risks.add(ResidualRisk.alone(Measures.UNIQUE_QUASI, shown, outcome.quasi().inputs()));
    risks.add(figure(Measures.HIGHEST_RISK).value(1.0 / verified.smallest()));
    risks.add(figure(Measures.AVERAGE_RISK).value((double) verified.classes() / verified.rows()));
    Dataset<Row> kept = shown.filter(not(col(SUPPRESSED)));
    risks.addAll(residual().of(outcome.quasi().backInMaps(kept)));
    return risks;
  }

  private static void write(JobContext context, List<FigureRow> figures) {
    context
        .lake()
        .replaceRun(
            Figures.PRIVACY,
            FigureRow.rows(context.spark(), figures, context.asOf()),
            context.scope());
  }

  private static FigureRow figure(String metric) {
    return FigureRow.of(metric).dataset(Measures.DECISIONS).split("train");
  }

  private static void save(AnonymizerModel model, String path) {
    try {
      model.write().overwrite().save(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
