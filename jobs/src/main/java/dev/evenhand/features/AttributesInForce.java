package dev.evenhand.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;

import dev.evenhand.lake.table.Decisions;
import dev.evenhand.lake.table.Subjects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The attributes of a decision's subject with the latest valid_from up to decided_at. */
final class AttributesInForce {
  static final String NUMBERS = "_subject_numbers";
  static final String CATEGORIES = "_subject_categories";

  private static final String IN_FORCE = "_in_force";

  private AttributesInForce() {}

  /** A row for each decision whose subject was known: decision_id and the two maps. */
  static Dataset<Row> at(Dataset<Row> decisions, Dataset<Row> history) {
    Dataset<Row> moments =
        decisions.select(
            Decisions.DECISION_ID.column(),
            Decisions.SUBJECT_KEY.column(),
            Decisions.DECIDED_AT.column());
    Dataset<Row> values =
        history.select(
            Subjects.SUBJECT_KEY.column().as("_known"),
            Subjects.VALID_FROM.column(),
            Subjects.NUMBERS.column(),
            Subjects.CATEGORIES.column());
    Column holds =
        Decisions.SUBJECT_KEY
            .column()
            .equalTo(col("_known"))
            .and(Subjects.VALID_FROM.column().leq(Decisions.DECIDED_AT.column()));
    Column attributes = struct(Subjects.NUMBERS.column(), Subjects.CATEGORIES.column());
    return moments
        .join(values, holds)
        .groupBy(Decisions.DECISION_ID.column())
        .agg(max_by(attributes, Subjects.VALID_FROM.column()).as(IN_FORCE))
        .select(
            Decisions.DECISION_ID.column(),
            col(IN_FORCE).getField(Subjects.NUMBERS.name()).as(NUMBERS),
            col(IN_FORCE).getField(Subjects.CATEGORIES.name()).as(CATEGORIES));
  }
}
