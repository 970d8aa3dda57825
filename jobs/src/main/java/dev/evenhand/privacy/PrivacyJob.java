package dev.evenhand.privacy;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import dev.evenhand.anonymity.Anonymizer;
import dev.evenhand.anonymity.AnonymizerModel;
import dev.evenhand.anonymity.Outcome;
import dev.evenhand.anonymity.Verification;
import dev.evenhand.base.DataProblem;
import dev.evenhand.base.SideBySide;
import dev.evenhand.config.Anonymize;
import dev.evenhand.config.Pipeline;
import dev.evenhand.config.Privacy;
import dev.evenhand.config.SmallGroups;
import dev.evenhand.config.Weighing;
import dev.evenhand.history.ProtectedGroups;
import dev.evenhand.job.Job;
import dev.evenhand.job.JobContext;
import dev.evenhand.job.RowCounts;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.FeatureRows;
import dev.evenhand.lake.table.FigureRow;
import dev.evenhand.lake.table.Figures;
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

/**
 * gold.features of the training split to gold.training_set, k-anonymous where the file asks: k
 * counts persons, since several decisions about one person hide nobody.
 */
public record PrivacyJob(Pipeline pipeline) implements Job {
  private static final String SUPPRESSED = "suppressed";
  private static final String SEEN = "evenhand_seen";
  private static final String TRAIN = "train";
  private static final String VALIDATION = "validation";
  private static final String PERSON = UsableDecisions.SUBJECT_KEY.name();

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
    Dataset<Row> train = split(context, TRAIN).cache();
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

  private static Dataset<Row> split(JobContext context, String split) {
    Dataset<Row> splits =
        context
            .lake()
            .readRun(Splits.CONTRACT, context.scope())
            .filter(Splits.SPLIT.column().equalTo(split))
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
    write(context, new ResidualRisk(population()).of(train));
    return train.count();
  }

  private Optional<Long> population() {
    return pipeline.privacy().flatMap(Privacy::population);
  }

  private static void write(JobContext context, List<FigureRow> figures) {
    context
        .lake()
        .replaceRun(
            Figures.PRIVACY,
            FigureRow.rows(context.spark(), figures, context.asOf()),
            context.scope());
  }

  private long anonymized(JobContext context, Dataset<Row> train, Anonymize rule) {
    QuasiColumns quasi = new QuasiColumns(rule.quasiIdentifiers(), FeatureNames.of(train));
    Dataset<Row> taken = quasi.stage().transform(train);
    Payers payers = payers(context, train);
    AnonymizerModel model = fitted(rule, quasi, taken, payers);
    save(
        model,
        context
            .lake()
            .files()
            .place(ModelPlaces.anonymizer(context.scope().pipeline(), context.scope().runId())));
    Dataset<Row> shown = model.transform(taken).cache();
    try {
      Dataset<Row> kept = shown.filter(not(col(SUPPRESSED)));
      Dataset<Row> rows = quasi.backInMaps(kept).cache();
      Verification verified = verified(rows, quasi).require(rule.k());
      SideBySide.run(
          List.of(
              () -> context.lake().replaceRun(TrainingSet.CONTRACT, rows, context.scope()),
              () -> {
                Outcome outcome =
                    Outcome.ofPersons(
                        taken, model.cuts(), rule.k(), population().orElse(null), PERSON);
                List<FigureRow> figures =
                    new ArrayList<>(PrivacyFigures.of(rule, outcome, verified));
                figures.addAll(new ResidualRisk(population()).of(rows));
                figures.addAll(payers.figures(taken, model.cuts(), TRAIN));
                Dataset<Row> validation = split(context, VALIDATION);
                figures.addAll(
                    new ModelQuality(
                            quasi,
                            model,
                            train,
                            rows.select(
                                train.columns()[0],
                                Arrays.copyOfRange(train.columns(), 1, train.columns().length)),
                            validation)
                        .figures());
                write(context, figures);
              }));
      rows.unpersist();
      return verified.rows();
    } finally {
      shown.unpersist();
    }
  }

  /** Counted by what stands in the maps that are written, whatever put it there. */
  private static Verification verified(Dataset<Row> rows, QuasiColumns quasi) {
    return Verification.ofPersons(
        rows.withColumn(SEEN, quasi.inMaps(rows.schema())), List.of(SEEN), PERSON);
  }

  private static AnonymizerModel fitted(
      Anonymize rule, QuasiColumns quasi, Dataset<Row> taken, Payers payers) {
    Anonymizer anonymizer =
        new Anonymizer()
            .setK(rule.k())
            .setSuppressAtMost(rule.suppressAtMost().fraction())
            .setInputCols(quasi.inputs())
            .setPersonCol(PERSON)
            .setSuppressedCol(SUPPRESSED);
    if (rule.weigh() == Weighing.BY_USE) {
      anonymizer.setLabelCol(UsableDecisions.LABEL.name());
    }
    return rule.smallGroups() == SmallGroups.PROTECTED
        ? anonymizer.setGroupCols(payers.columns()).fit(payers.beside(taken))
        : anonymizer.fit(taken);
  }

  private Payers payers(JobContext context, Dataset<Row> train) {
    List<String> sensitive = pipeline.evaluate().sensitive();
    long minGroup = pipeline.evaluate().minGroup();
    Dataset<Row> history =
        context.lake().readPipeline(ProtectedAttributes.CONTRACT, context.scope().pipeline());
    return new Payers(ProtectedGroups.at(train, history, sensitive), sensitive, minGroup);
  }

  private static void save(AnonymizerModel model, String path) {
    try {
      model.write().overwrite().save(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
