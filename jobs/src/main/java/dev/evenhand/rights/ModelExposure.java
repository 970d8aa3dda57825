package dev.evenhand.rights;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import dev.evenhand.lake.Catalog;
import dev.evenhand.lake.SmallRows;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Consents;
import dev.evenhand.lake.table.Models;
import dev.evenhand.lake.table.Splits;
import dev.evenhand.lake.table.Subjects;
import dev.evenhand.lake.table.TrainingProofs;
import dev.evenhand.lake.table.UsableDecisions;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A model that learned from some subjects: decisions about them stood in its training or validation
 * split.
 *
 * @param subjects how many of them
 * @param trainingSubjects how many persons it learned from
 * @param since when the first of them refused; empty if nobody did
 * @param retrainShare the share beyond which its pipeline file asks for retraining, if it does
 * @param retrainDays after how many days since the first refusal it does
 */
record ModelExposure(
    String pipeline,
    String runId,
    String model,
    String status,
    Instant trainedAt,
    long subjects,
    long trainingSubjects,
    Optional<Instant> since,
    Optional<Double> retrainShare,
    Optional<Integer> retrainDays) {
  /** When a subject refused, TIMESTAMP; null if the subject counts whenever a model was trained. */
  static final String SINCE = "since";

  /** For which purpose a subject refused, STRING; {@code *} for every one. */
  static final String REFUSED = "refused_purpose";

  private static final String PURPOSE = "run_purpose";
  private static final String IS_PROVED = "has_proof";
  private static final String TRAINED = "run_trained_at";
  private static final String ALL = "all_subjects";
  private static final String SEEN = "seen_subjects";

  /** Its share of them among the persons it learned from. */
  double share() {
    return share(subjects, trainingSubjects);
  }

  static double share(long subjects, long trainingSubjects) {
    return trainingSubjects == 0 ? 0 : (double) subjects / trainingSubjects;
  }

  /**
   * The models of every run that used a decision about the subjects. Of the runs that {@link
   * #untold} names nobody can tell.
   *
   * @param subjects {@code key}; and {@link #SINCE} and {@link #REFUSED}, if only models trained
   *     before and for that purpose count
   */
  static List<ModelExposure> of(Catalog catalog, Dataset<Row> subjects) {
    boolean isTold =
        catalog.has(Splits.CONTRACT.name())
            && catalog.has(UsableDecisions.CONTRACT.name())
            && catalog.has(Models.CONTRACT.name());
    return isTold ? told(catalog, subjects) : List.of();
  }

  /** The runs with models whose splits or decisions are past their retention. */
  static List<String> untold(Catalog catalog) {
    if (!catalog.has(Models.CONTRACT.name())) {
      return List.of();
    }
    String pipeline = TableContract.PIPELINE.name();
    String run = TableContract.RUN_ID.name();
    Dataset<Row> runs = catalog.rows(Models.CONTRACT.name()).select(pipeline, run).distinct();
    Dataset<Row> told = runs;
    for (TableContract needed : List.of(Splits.CONTRACT, UsableDecisions.CONTRACT)) {
      told =
          catalog.has(needed.name())
              ? told.join(catalog.rows(needed.name()), names(pipeline, run), "left_semi")
              : told.limit(0);
    }
    return SmallRows.sorted(runs.except(told), pipeline, run).stream()
        .map(row -> row.getString(0) + " " + row.getString(1))
        .toList();
  }

  private static List<ModelExposure> told(Catalog catalog, Dataset<Row> subjects) {
    String pipeline = TableContract.PIPELINE.name();
    String run = TableContract.RUN_ID.name();
    Dataset<Row> learned =
        catalog
            .rows(Splits.CONTRACT.name())
            .filter(Splits.isLearned())
            .select(pipeline, run, Splits.DECISION_ID.name());
    Dataset<Row> persons =
        catalog
            .rows(UsableDecisions.CONTRACT.name())
            .select(pipeline, run, UsableDecisions.DECISION_ID.name(), Subjects.SUBJECT_KEY.name())
            .join(learned, names(pipeline, run, Splits.DECISION_ID.name()), "left_semi");
    Dataset<Row> all = catalog.rows(Models.CONTRACT.name());
    Dataset<Row> models =
        all.select(
            col(pipeline),
            col(run),
            Models.MODEL.column(),
            Models.STATUS.column(),
            Models.TRAINED_AT.column(),
            Models.RETRAIN_SHARE.in(all),
            Models.RETRAIN_DAYS.in(all));
    Dataset<Row> trained =
        models.groupBy(pipeline, run).agg(max(Models.TRAINED_AT.column()).as(TRAINED));
    boolean isDated = List.of(subjects.columns()).contains(SINCE);
    Dataset<Row> wanted =
        subjects.select(
            col(Footprint.KEY).as(SEEN),
            (isDated ? col(SINCE) : lit(null).cast("timestamp")).as(SINCE),
            (isDated ? col(REFUSED) : lit(Consents.EVERY_PURPOSE)).as(REFUSED));
    Column isConcerned =
        col(Subjects.SUBJECT_KEY.name())
            .equalTo(col(SEEN))
            .and(coalesce(col(TRAINED).leq(col(SINCE)), lit(true)))
            .and(isItsPurpose());
    Dataset<Row> counts =
        persons
            .join(trained, names(pipeline, run))
            .join(purposes(catalog), names(pipeline, run), "left_outer")
            .join(wanted, isConcerned, "left_outer")
            .groupBy(pipeline, run)
            .agg(
                count_distinct(col(Subjects.SUBJECT_KEY.name())).as(ALL),
                count_distinct(col(SEEN)).as(SEEN),
                min(col(SINCE)).as(SINCE))
            .filter(col(SEEN).gt(0));
    return SmallRows.sorted(
            models.join(counts, names(pipeline, run)), pipeline, run, Models.MODEL.name())
        .stream()
        .map(ModelExposure::of)
        .toList();
  }

  /** A run without a proof may have been for any purpose. */
  private static Column isItsPurpose() {
    return col(REFUSED)
        .equalTo(Consents.EVERY_PURPOSE)
        .or(col(REFUSED).equalTo(col(PURPOSE)))
        .or(col(IS_PROVED).isNull());
  }

  /** What each run trained for, null without a ledger; all its models have one purpose. */
  private static Dataset<Row> purposes(Catalog catalog) {
    String proofs = TrainingProofs.CONTRACT.name();
    Dataset<Row> rows =
        catalog.has(proofs)
            ? catalog.rows(proofs)
            : catalog.spark().createDataFrame(List.of(), TrainingProofs.CONTRACT.schema());
    return rows.groupBy(TableContract.PIPELINE.name(), TableContract.RUN_ID.name())
        .agg(max(TrainingProofs.PURPOSE.column()).as(PURPOSE), lit(true).as(IS_PROVED));
  }

  private static Seq<String> names(String... names) {
    return CollectionConverters.asScala(List.of(names)).toSeq();
  }

  private static ModelExposure of(Row row) {
    return new ModelExposure(
        row.getAs(TableContract.PIPELINE.name()),
        row.getAs(TableContract.RUN_ID.name()),
        row.getAs(Models.MODEL.name()),
        row.getAs(Models.STATUS.name()),
        row.<Timestamp>getAs(Models.TRAINED_AT.name()).toInstant(),
        row.getAs(SEEN),
        row.getAs(ALL),
        Optional.ofNullable(row.<Timestamp>getAs(SINCE)).map(Timestamp::toInstant),
        Optional.ofNullable(row.getAs(Models.RETRAIN_SHARE.name())),
        Optional.ofNullable(row.getAs(Models.RETRAIN_DAYS.name())));
  }
}
