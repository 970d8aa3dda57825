package dev.evenhand.ingest;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.job.JobContext;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Identities;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.pseudonym.OwnKeys;
import dev.evenhand.pseudonym.Pseudonyms;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Subjects of the lake who were first seen before the keys were rotated. The key in use would give
 * them another subject key; they keep the one they have.
 *
 * @param names what the key in use calls each of them, their subject key, and the version of the
 *     key that made it; nothing if there are none, as in a lake whose keys never changed
 * @param isFew whether they fit into each executor's memory
 */
record EarlierSubjects(Optional<Dataset<Row>> names, boolean isFew) implements AutoCloseable {
  private static final String PRESENT = "_present";
  private static final String KEPT = "_kept";
  private static final long FEW = 500_000;

  static EarlierSubjects of(JobContext context, Keys keys, Pseudonyms pseudonyms) {
    if (!context.lake().exists(Identities.CONTRACT)) {
      return new EarlierSubjects(Optional.empty(), true);
    }
    Dataset<Row> identities = context.lake().read(Identities.CONTRACT);
    OwnKeys.require(identities, keys);
    if (keys.keyset().versions().size() == 1) {
      return new EarlierSubjects(Optional.empty(), true);
    }
    Column isOthers =
        when(TableContract.PIPELINE.column().equalTo(context.scope().pipeline()), 0).otherwise(1);
    Column order =
        struct(isOthers, Identities.SUBJECT_KEY.column(), Identities.KEY_VERSION.column());
    Dataset<Row> names =
        identities
            .filter(Identities.KEY_VERSION.column().notEqual(keys.keyset().version()))
            .groupBy(
                pseudonyms
                    .presentPseudonym(Identities.NAMESPACE.column(), Identities.IDENTITY.column())
                    .as(PRESENT))
            .agg(min(order).as(KEPT))
            .select(
                col(PRESENT),
                col(KEPT).getField(Identities.SUBJECT_KEY.name()).as(KEPT),
                col(KEPT).getField(Identities.KEY_VERSION.name()).as(Identities.KEY_VERSION.name()))
            .persist(StorageLevel.MEMORY_AND_DISK());
    long count = names.count();
    return new EarlierSubjects(count == 0 ? Optional.empty() : Optional.of(names), count <= FEW);
  }

  /** The rows, with the kept subject keys in columns that the key in use filled. */
  Dataset<Row> kept(Dataset<Row> rows, List<String> columns) {
    Dataset<Row> kept = rows;
    for (String column : names.isEmpty() ? List.<String>of() : columns) {
      Dataset<Row> earlier = names.orElseThrow().select(col(PRESENT), col(KEPT));
      kept =
          kept.join(
                  isFew ? broadcast(earlier) : earlier,
                  SourceColumn.named(column).equalTo(col(PRESENT)),
                  "left_outer")
              .withColumn(column, coalesce(col(KEPT), SourceColumn.named(column)))
              .drop(PRESENT, KEPT);
    }
    return kept;
  }

  /** New rows of {@code secure.identities}, each with the version of the key that made its key. */
  Dataset<Row> versioned(Dataset<Row> identities, int present) {
    Column version = Identities.KEY_VERSION.column();
    return names
        .map(
            earlier ->
                identities
                    .drop(Identities.KEY_VERSION.name())
                    .join(
                        earlier.select(col(KEPT), version),
                        Identities.SUBJECT_KEY.column().equalTo(col(KEPT)),
                        "left_outer")
                    .withColumn(Identities.KEY_VERSION.name(), coalesce(version, lit(present)))
                    .drop(KEPT))
        .orElse(identities);
  }

  @Override
  public void close() {
    names.ifPresent(Dataset::unpersist);
  }
}
