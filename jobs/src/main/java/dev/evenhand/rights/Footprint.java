package dev.evenhand.rights;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;

import dev.evenhand.base.Quoted;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Bronze;
import dev.evenhand.lake.table.Decisions;
import dev.evenhand.lake.table.Identities;
import dev.evenhand.lake.table.Quarantine;
import dev.evenhand.lake.table.Subjects;
import dev.evenhand.lake.table.UsableDecisions;
import dev.evenhand.pseudonym.Pseudonyms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * By what a table's rows are known to be about a subject: columns of subject keys, a decision, or
 * sealed text that mentions them.
 *
 * @param subjectColumns {@code subject_key}, and in {@code bronze} every column of pseudonyms
 * @param isBucketed whether rows lie by {@code subject_bucket}
 * @param hasDecisions whether a row is known by its decision alone
 * @param isSealed whether the text of a row is encrypted
 */
record Footprint(
    String table,
    List<String> subjectColumns,
    boolean isBucketed,
    boolean hasDecisions,
    boolean isSealed) {
  static final String KEY = "key";

  /** A condition that lists more of the 256 buckets spares no file. */
  private static final int MOST_BUCKETS = 64;

  static Footprint of(String table, StructType schema) {
    List<String> names = Arrays.asList(schema.fieldNames());
    List<String> subjects = new ArrayList<>();
    for (StructField field : schema.fields()) {
      if (field.name().equals(Subjects.SUBJECT_KEY.name()) || Bronze.isPseudonym(field)) {
        subjects.add(field.name());
      }
    }
    return new Footprint(
        table,
        subjects,
        names.contains(Subjects.SUBJECT_BUCKET.name()),
        subjects.isEmpty() && names.contains(UsableDecisions.DECISION_ID.name()),
        table.equals(Quarantine.CONTRACT.name()));
  }

  boolean isEmpty() {
    return subjectColumns.isEmpty() && !hasDecisions && !isSealed;
  }

  boolean isIdentities() {
    return table.equals(Identities.CONTRACT.name());
  }

  /** Whether the table tells whose a decision is. */
  boolean tellsDecisions(StructType schema) {
    return subjectColumns.contains(Subjects.SUBJECT_KEY.name())
        && Arrays.asList(schema.fieldNames()).contains(Decisions.DECISION_ID.name());
  }

  /**
   * The rows that are about the wanted; a row that names one of them in any column is theirs.
   *
   * @param pseudonyms opens sealed text
   */
  Dataset<Row> held(Dataset<Row> rows, Wanted wanted, Pseudonyms pseudonyms) {
    if (isSealed) {
      Dataset<Row> theirs = sealed(rows, wanted, pseudonyms);
      return rows.join(theirs, Quarantine.RAW.name(), "left_semi");
    }
    if (hasDecisions) {
      return rows.join(wanted.decisions(), isTheirs(rows, wanted.decisions()), "left_semi");
    }
    Dataset<Row> rest = isBucketed ? rows.filter(isInBucket(wanted)) : rows;
    Dataset<Row> held = null;
    for (String column : subjectColumns) {
      Dataset<Row> keys = wanted.subjects();
      Column isTheirs = rest.col(Quoted.name(column)).equalTo(keys.col(KEY));
      Dataset<Row> theirs = rest.join(keys, isTheirs, "left_semi");
      held = held == null ? theirs : held.union(theirs);
      rest = rest.join(keys, isTheirs, "left_anti");
    }
    return held;
  }

  /** What a MERGE needs to delete these rows: keys, and how they meet the table's columns. */
  List<Removal> removals(Dataset<Row> rows, Wanted wanted, Pseudonyms pseudonyms) {
    if (isSealed) {
      return List.of(new Removal(sealed(rows, wanted, pseudonyms), "t.raw = k.raw"));
    }
    if (hasDecisions) {
      return List.of(
          new Removal(wanted.decisions(), "t.pipeline = k.pipeline AND t.decision_id = k." + KEY));
    }
    String bucket =
        isBucketed && wanted.buckets().size() <= MOST_BUCKETS
            ? " AND t.subject_bucket IN (" + wanted.bucketList() + ")"
            : "";
    return subjectColumns.stream()
        .map(
            column ->
                new Removal(wanted.subjects(), "t." + Quoted.name(column) + " = k." + KEY + bucket))
        .toList();
  }

  /** Keys and the condition under which a row of the table {@code t} is that of a key {@code k}. */
  record Removal(Dataset<Row> keys, String condition) {}

  private static Dataset<Row> sealed(Dataset<Row> rows, Wanted wanted, Pseudonyms pseudonyms) {
    Column mentioned =
        pseudonyms.mentioned(
            Quarantine.RAW.column(), Quarantine.SOURCE.column(), wanted.namespaces());
    return rows.filter(Quarantine.RAW.column().isNotNull())
        .select(Quarantine.RAW.column(), explode(mentioned).as(KEY))
        .join(wanted.subjects(), KEY)
        .select(Quarantine.RAW.column())
        .distinct();
  }

  private static Column isTheirs(Dataset<Row> rows, Dataset<Row> decisions) {
    return rows.col(UsableDecisions.DECISION_ID.name())
        .equalTo(decisions.col(KEY))
        .and(
            rows.col(TableContract.PIPELINE.name())
                .equalTo(decisions.col(TableContract.PIPELINE.name())));
  }

  private static Column isInBucket(Wanted wanted) {
    return wanted.buckets().size() > MOST_BUCKETS
        ? org.apache.spark.sql.functions.lit(true)
        : col(Subjects.SUBJECT_BUCKET.name()).isin(wanted.buckets().toArray());
  }

  /** Keys as a table of one column, {@code key}. */
  static Dataset<Row> keys(SparkSession spark, List<String> subjectKeys) {
    List<Row> rows = subjectKeys.stream().map(RowFactory::create).toList();
    return spark.createDataFrame(rows, new StructType().add(KEY, DataTypes.StringType));
  }
}
