package dev.evenhand.conform;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.table.Consents;
import dev.evenhand.lake.table.Decisions;
import dev.evenhand.lake.table.ProtectedAttributes;
import dev.evenhand.lake.table.Sales;
import dev.evenhand.lake.table.SubjectBucket;
import dev.evenhand.lake.table.Subjects;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** The result of a conform query as rows of its canonical table. */
final class Canonical {
  /** A value without a history holds since ever. */
  static final Column SINCE_EVER = lit("1970-01-01 00:00:00").cast("timestamp");

  private Canonical() {}

  static Dataset<Row> subjects(Dataset<Row> rows) {
    Set<String> own = names(Subjects.SUBJECT_KEY, Subjects.VALID_FROM);
    return rows.select(
        text(Subjects.SUBJECT_KEY),
        bucket(),
        given(rows, Subjects.VALID_FROM, SINCE_EVER),
        Attributes.numbers(rows.schema(), own).as(Subjects.NUMBERS.name()),
        Attributes.categories(rows.schema(), own).as(Subjects.CATEGORIES.name()));
  }

  static Dataset<Row> protectedAttributes(Dataset<Row> rows) {
    Set<String> own = names(Subjects.SUBJECT_KEY, Subjects.VALID_FROM);
    return rows.select(
        text(ProtectedAttributes.SUBJECT_KEY),
        bucket(),
        given(rows, ProtectedAttributes.VALID_FROM, SINCE_EVER),
        Attributes.texts(rows.schema(), own).as(ProtectedAttributes.ATTRIBUTES.name()));
  }

  static Dataset<Row> sales(Dataset<Row> rows, Column defaultCurrency) {
    Column soldAt = Sales.SOLD_AT.column();
    return rows.select(
        text(Sales.SUBJECT_KEY),
        bucket(),
        soldAt.cast(Sales.SOLD_AT.type()).as(Sales.SOLD_AT.name()),
        given(rows, Sales.RECORDED_AT, soldAt),
        given(rows, Sales.ORDER_ID, nothing()),
        given(rows, Sales.PRODUCT_ID, nothing()),
        given(rows, Sales.CATEGORY, nothing()),
        given(rows, Sales.QUANTITY, nothing()),
        given(rows, Sales.AMOUNT, nothing()),
        given(rows, Sales.DISCOUNT, nothing()),
        given(rows, Sales.CHANNEL, nothing()),
        given(rows, Sales.CURRENCY, defaultCurrency));
  }

  static Dataset<Row> decisions(Dataset<Row> rows) {
    Set<String> own =
        names(
            Decisions.DECISION_ID,
            Decisions.SUBJECT_KEY,
            Decisions.DECIDED_AT,
            Decisions.RECORDED_AT,
            Decisions.OFFER,
            Decisions.OUTCOME_UNTIL,
            Decisions.LABEL,
            Decisions.SPLIT,
            Decisions.POSITION);
    Column decidedAt = Decisions.DECIDED_AT.column();
    return rows.select(
        text(Decisions.DECISION_ID),
        text(Decisions.SUBJECT_KEY),
        bucket(),
        decidedAt.cast(Decisions.DECIDED_AT.type()).as(Decisions.DECIDED_AT.name()),
        given(rows, Decisions.RECORDED_AT, decidedAt),
        given(rows, Decisions.OFFER, nothing()),
        given(rows, Decisions.OUTCOME_UNTIL, nothing()),
        given(rows, Decisions.LABEL, nothing()),
        given(rows, Decisions.SPLIT, nothing()),
        given(rows, Decisions.POSITION, nothing()),
        Attributes.numbers(rows.schema(), own).as(Decisions.NUMBERS.name()),
        Attributes.categories(rows.schema(), own).as(Decisions.CATEGORIES.name()));
  }

  /** What an entry lacks is null. */
  static Dataset<Row> consents(Dataset<Row> rows) {
    return rows.select(
        text(Consents.SUBJECT_KEY),
        bucket(),
        text(Consents.PURPOSE),
        text(Consents.STATUS),
        given(rows, Consents.LAWFUL_BASIS, nothing()),
        Consents.VALID_FROM
            .column()
            .cast(Consents.VALID_FROM.type())
            .as(Consents.VALID_FROM.name()),
        given(rows, Consents.RECORDED_AT, Consents.VALID_FROM.column()),
        given(rows, Consents.SOURCE, nothing()),
        given(rows, Consents.JURISDICTION, nothing()),
        given(rows, Consents.ABOUT, nothing()),
        given(rows, Consents.TOPIC, nothing()),
        given(rows, Consents.GIVEN_BY, nothing()));
  }

  /** Without the rows that lack one of the columns: they say nothing that can be used. */
  static Dataset<Row> complete(Dataset<Row> rows, Field... required) {
    return rows.filter(
        Arrays.stream(required)
            .map(field -> field.column().isNotNull())
            .reduce(lit(true), Column::and));
  }

  private static Column bucket() {
    return SubjectBucket.of(Subjects.SUBJECT_KEY.column()).as(Subjects.SUBJECT_BUCKET.name());
  }

  private static Column text(Field field) {
    return field.column().cast("string").as(field.name());
  }

  private static Column given(Dataset<Row> rows, Field field, Column otherwise) {
    boolean isGiven = Arrays.asList(rows.columns()).contains(field.name());
    Column value = isGiven ? coalesce(field.column(), otherwise) : otherwise;
    return value.cast(field.type()).as(field.name());
  }

  private static Column nothing() {
    return functions.lit(null);
  }

  private static Set<String> names(Field... fields) {
    List<Field> all = new ArrayList<>(List.of(fields));
    return all.stream().map(Field::name).collect(Collectors.toSet());
  }
}
