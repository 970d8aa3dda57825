package dev.evenhand.ingest;

import static org.apache.spark.sql.functions.lit;

import dev.evenhand.job.JobContext;
import dev.evenhand.lake.StagedWrite;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Identities;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Adds subjects seen for the first time to {@code secure.identities}: the encrypted identifier and
 * its subject key.
 *
 * <p>The raw identifier is only in the source. So the rows that brought new subjects are looked at
 * once more, or, where they were not marked, the column of identifiers alone. Subjects whose rows
 * were all refused are left out.
 */
record IdentityBook(JobContext context, Naming naming) {
  private static final Seq<String> KEY =
      CollectionConverters.asScala(List.of(Identities.SUBJECT_KEY.name())).toSeq();

  /** The subjects that were read once more, written but not committed. */
  Optional<StagedWrite> staged(List<SecondReading> readings) {
    List<SecondReading> read =
        readings.stream().filter(reading -> reading.subjects().isPresent()).toList();
    boolean isDistinct = read.size() == 1 && read.get(0).hasSubjectsOnce();
    return read.stream()
        .map(reading -> reading.subjects().get())
        .reduce(Dataset::unionByName)
        .map(rows -> isDistinct ? rows : rows.dropDuplicates(KEY))
        .map(this::stage);
  }

  /** Commits what was staged; nothing where all subjects were known. */
  static void commit(StagedWrite identities) {
    if (identities.rows() == 0) {
      identities.abort();
    } else {
      identities.commit();
    }
  }

  /** Adds the subjects of the other sources, when these have landed. */
  void addLanded(List<SecondReading> readings) {
    readings.stream()
        .filter(reading -> reading.subjects().isEmpty())
        .flatMap(reading -> identities(reading.source()))
        .reduce((one, other) -> one.unionByName(other).dropDuplicates(KEY))
        .map(this::stage)
        .ifPresent(IdentityBook::commit);
  }

  private StagedWrite stage(Dataset<Row> identities) {
    return context.lake().stage(Identities.CONTRACT, added(identities), context.scope());
  }

  /** Those that are not known yet. */
  private Dataset<Row> added(Dataset<Row> identities) {
    Dataset<Row> known =
        context
            .lake()
            .readPipeline(Identities.CONTRACT, context.scope().pipeline())
            .select(Identities.SUBJECT_KEY.column());
    Dataset<Row> added = identities.join(known, KEY, "left_anti");
    return naming.earlier().versioned(added, naming.keyVersion());
  }

  /** From the column of identifiers alone: those that landed. */
  private Stream<Dataset<Row>> identities(Staged source) {
    return source.identifiers().stream().map(column -> identities(source, column));
  }

  private Dataset<Row> identities(Staged source, SourceColumn column) {
    Dataset<Row> identities =
        naming
            .earlier()
            .kept(
                source
                    .selection()
                    .identifiers()
                    .select(columns(column.column(), pseudonym(column.column(), column), column)),
                List.of(Identities.SUBJECT_KEY.name()))
            .filter(Identities.SUBJECT_KEY.column().isNotNull())
            .dropDuplicates(KEY);
    return source.refused() == 0
        ? identities
        : identities.join(landed(source, column), KEY, "left_semi");
  }

  private Column pseudonym(Column raw, SourceColumn column) {
    var identifier = column.identifier().orElseThrow();
    return naming.pseudonyms().pseudonym(raw, identifier.as(), Judgement.form(identifier));
  }

  /** The columns of {@code secure.identities} for a raw identifier and its subject key. */
  Column[] columns(Column raw, Column subjectKey, SourceColumn column) {
    var identifier = column.identifier().orElseThrow();
    var form = Judgement.form(identifier);
    String namespace = identifier.as();
    return new Column[] {
      lit(namespace).as(Identities.NAMESPACE.name()),
      naming.pseudonyms().identity(raw, namespace, form).as(Identities.IDENTITY.name()),
      subjectKey.as(Identities.SUBJECT_KEY.name()),
      lit(naming.keyVersion()).as(Identities.KEY_VERSION.name())
    };
  }

  private Dataset<Row> landed(Staged source, SourceColumn column) {
    TableContract bronze = source.selection().reader().schema().contract(source.origin().name());
    return context
        .lake()
        .readPipeline(bronze, context.scope().pipeline())
        .select(column.column().as(Identities.SUBJECT_KEY.name()));
  }
}
