package dev.evenhand.ingest;

import static org.apache.spark.sql.functions.lit;

import dev.evenhand.job.JobContext;
import dev.evenhand.lake.table.Identities;
import dev.evenhand.pseudonym.Pseudonyms;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Adds subjects seen for the first time to {@code secure.identities}: the encrypted identifier and
 * its subject key.
 *
 * <p>The raw identifier is only in the source, so its column is read once more, alone; subjects of
 * refused rows are left out.
 */
record IdentityBook(JobContext context, Pseudonyms pseudonyms, int keyVersion) {
  void add(List<Staged> sources) {
    List<Dataset<Row>> seen = new ArrayList<>();
    for (Staged source : sources) {
      for (SourceColumn column : source.selection().reader().schema().identifiers()) {
        seen.add(identities(source, column));
      }
    }
    if (seen.isEmpty()) {
      return;
    }
    String key = Identities.SUBJECT_KEY.name();
    Dataset<Row> known =
        context
            .lake()
            .readPipeline(Identities.CONTRACT, context.scope().pipeline())
            .select(Identities.SUBJECT_KEY.column());
    Dataset<Row> added =
        seen.stream()
            .reduce(Dataset::union)
            .orElseThrow()
            .dropDuplicates(new String[] {key})
            .join(
                known,
                scala.jdk.javaapi.CollectionConverters.asScala(List.of(key)).toSeq(),
                "left_anti")
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      if (!added.isEmpty()) {
        context.lake().append(Identities.CONTRACT, added, context.scope());
      }
    } finally {
      added.unpersist();
    }
  }

  private Dataset<Row> identities(Staged source, SourceColumn column) {
    var identifier = column.identifier().orElseThrow();
    var form = Judgement.form(identifier);
    String namespace = identifier.as();
    Column raw = column.column();
    Dataset<Row> pairs =
        source
            .selection()
            .identifiers()
            .select(
                lit(namespace).as(Identities.NAMESPACE.name()),
                pseudonyms.identity(raw, namespace, form).as(Identities.IDENTITY.name()),
                pseudonyms.pseudonym(raw, namespace, form).as(Identities.SUBJECT_KEY.name()),
                lit(keyVersion).as(Identities.KEY_VERSION.name()))
            .dropDuplicates(new String[] {Identities.SUBJECT_KEY.name()});
    Dataset<Row> landed =
        context
            .lake()
            .readPipeline(
                source.selection().reader().schema().contract(source.origin().name()),
                context.scope().pipeline())
            .select(column.column().as(Identities.SUBJECT_KEY.name()))
            .distinct();
    return pairs.join(
        landed,
        scala.jdk.javaapi.CollectionConverters.asScala(List.of(Identities.SUBJECT_KEY.name()))
            .toSeq(),
        "left_semi");
  }
}
