package dev.evenhand.ingest;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.table.Consents;
import dev.evenhand.lake.table.Decisions;
import dev.evenhand.lake.table.ProtectedAttributes;
import dev.evenhand.lake.table.Sales;
import dev.evenhand.lake.table.Subjects;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** The columns that a canonical table takes from a query: those it needs, and those it may have. */
record CanonicalColumns(List<Field> needed, List<Field> possible, int leastOthers) {
  static final CanonicalColumns SUBJECTS =
      new CanonicalColumns(List.of(Subjects.SUBJECT_KEY), List.of(Subjects.VALID_FROM), 1);
  static final CanonicalColumns PROTECTED =
      new CanonicalColumns(
          List.of(ProtectedAttributes.SUBJECT_KEY), List.of(ProtectedAttributes.VALID_FROM), 1);
  static final CanonicalColumns SALES =
      new CanonicalColumns(
          List.of(Sales.SUBJECT_KEY, Sales.SOLD_AT, Sales.AMOUNT),
          List.of(
              Sales.RECORDED_AT,
              Sales.ORDER_ID,
              Sales.PRODUCT_ID,
              Sales.CATEGORY,
              Sales.QUANTITY,
              Sales.DISCOUNT,
              Sales.CHANNEL,
              Sales.CURRENCY),
          0);
  static final CanonicalColumns DECISIONS =
      new CanonicalColumns(
          List.of(
              Decisions.DECISION_ID, Decisions.SUBJECT_KEY, Decisions.DECIDED_AT, Decisions.LABEL),
          List.of(
              Decisions.RECORDED_AT,
              Decisions.OFFER,
              Decisions.OUTCOME_UNTIL,
              Decisions.SPLIT,
              Decisions.POSITION),
          0);
  static final CanonicalColumns CONSENTS =
      new CanonicalColumns(
          List.of(Consents.SUBJECT_KEY, Consents.PURPOSE, Consents.STATUS, Consents.VALID_FROM),
          List.of(
              Consents.RECORDED_AT,
              Consents.LAWFUL_BASIS,
              Consents.SOURCE,
              Consents.JURISDICTION,
              Consents.ABOUT,
              Consents.TOPIC,
              Consents.GIVEN_BY),
          0);

  /** What is wrong with the columns of a query, a line each. */
  List<String> problems(StructType found) {
    List<String> problems = new ArrayList<>();
    List<String> names = List.of(found.fieldNames());
    for (Field field : needed) {
      if (!names.contains(field.name())) {
        problems.add(
            "no column "
                + field.name()
                + " ("
                + field.comment()
                + "); the query has "
                + String.join(", ", names));
      }
    }
    for (StructField field : found.fields()) {
      if (names.indexOf(field.name()) != names.lastIndexOf(field.name())) {
        problems.add("column " + field.name() + " stands there twice; give one another name");
      }
      known(field.name()).flatMap(wanted -> typeProblem(field, wanted)).ifPresent(problems::add);
    }
    if (others(found).size() < leastOthers) {
      problems.add("no attribute beside " + String.join(", ", names) + "; select at least one");
    }
    return problems.stream().distinct().toList();
  }

  /** Whether the table has a place for a column. */
  boolean takes(String column) {
    boolean takesOthers = this != SALES && this != CONSENTS;
    return takesOthers || known(column).isPresent();
  }

  /** The columns that are attributes of their own. */
  List<String> others(StructType found) {
    return Arrays.stream(found.fieldNames()).filter(name -> known(name).isEmpty()).toList();
  }

  private Optional<Field> known(String name) {
    return Stream.concat(needed.stream(), possible.stream())
        .filter(field -> field.name().equals(name))
        .findFirst();
  }

  private static Optional<String> typeProblem(StructField found, Field wanted) {
    DataType type = found.dataType();
    boolean isMoment =
        type instanceof TimestampType
            || type instanceof DateType
            || type instanceof TimestampNTZType;
    boolean isNumber = type instanceof NumericType || type instanceof BooleanType;
    if (type instanceof NullType) {
      return Optional.empty();
    }
    if (wanted.type() instanceof TimestampType && !isMoment) {
      return Optional.of(wrong(found, "a TIMESTAMP or DATE"));
    }
    if (wanted.type() instanceof NumericType && !isNumber) {
      return Optional.of(wrong(found, "a number"));
    }
    boolean isNested = !isMoment && !isNumber && !type.equals(DataTypes.StringType);
    return wanted.type().equals(DataTypes.StringType) && isNested
        ? Optional.of(wrong(found, "a STRING"))
        : Optional.empty();
  }

  private static String wrong(StructField found, String allowed) {
    return "column "
        + found.name()
        + " is "
        + found.dataType().sql()
        + "; "
        + allowed
        + " is allowed; cast it, or give the source a schema";
  }
}
