package dev.evenhand.command;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.regexp_like;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.anonymity.QuasiIdentifier;
import dev.evenhand.anonymity.QuasiIdentifier.Kind;
import dev.evenhand.base.DataProblem;
import dev.evenhand.base.Quoted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;

/**
 * Whether columns hold numbers, dates, ordered values or categories: as told, else as they look.
 */
final class AttributeKinds {
  /** No leading zeros: '01234' is a code, not a number. */
  private static final String NUMBER = "^-?(0|[1-9]\\d*)(\\.\\d+)?([eE][-+]?\\d+)?$";

  private static final String ISO_DATE = "^\\d{4}-\\d{2}-\\d{2}$";
  private static final String OPTION = "--kinds";
  private static final String ALLOWED =
      "'; write COLUMN=KIND, where KIND is number, date, ordered or category.";

  private final String option;
  private final String remedy;
  private final Map<String, Kind> told = new HashMap<>();

  private AttributeKinds(String option, String remedy) {
    this.option = option;
    this.remedy = remedy;
  }

  /**
   * @param words COLUMN=KIND each; the column's name may hold an equals sign
   */
  AttributeKinds(List<String> words) {
    this(OPTION, "name another kind");
    for (String word : words) {
      int sign = word.lastIndexOf('=');
      if (sign < 1) {
        throw new DataProblem(OPTION + " has '" + word + ALLOWED);
      }
      if (told.put(word.substring(0, sign), kind(word, word.substring(sign + 1))) != null) {
        throw new DataProblem(
            OPTION + " names column '" + word.substring(0, sign) + "' twice. Leave one of them.");
      }
    }
  }

  /**
   * What columns held when earlier cuts were made.
   *
   * @param folder of the cuts
   * @throws DataProblem if another kind is told of one
   */
  AttributeKinds of(String folder, List<QuasiIdentifier> earlier) {
    AttributeKinds kinds = new AttributeKinds("--reuse " + folder, "make cuts anew");
    earlier.forEach(one -> kinds.told.put(one.column(), one.kind()));
    told.forEach(
        (name, kind) -> {
          requireAmong(kinds.told.keySet(), name);
          if (kinds.told.get(name) != kind) {
            throw new DataProblem(
                "%s %s=%s: the cuts of %s are of %s=%s. Leave it out, or make cuts anew."
                    .formatted(OPTION, name, word(kind), folder, name, word(kinds.told.get(name))));
          }
        });
    return kinds;
  }

  private static Kind kind(String word, String name) {
    try {
      return Kind.valueOf(name.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new DataProblem(OPTION + " has '" + word + ALLOWED, e);
    }
  }

  /**
   * The kind of each column, in one reading of the table.
   *
   * @param trees columns with a hierarchy: dates in text there are the categories that it names
   * @throws DataProblem if a kind is told of another column, or its values are not of that kind
   */
  List<Kind> of(Dataset<Row> rows, List<String> names, Set<String> trees) {
    told.keySet().forEach(name -> requireAmong(names, name));
    List<Column> asked = new ArrayList<>();
    for (String name : names) {
      Kind kind = told.get(name);
      if (kind == null) {
        asked.add(looksLike(name, type(rows, name), trees.contains(name)));
      } else {
        requireType(name, kind, type(rows, name));
        asked.add(count(when(isUnreadable(name, kind, type(rows, name)), 1)));
      }
    }
    Row found =
        rows.agg(asked.get(0), asked.subList(1, asked.size()).toArray(Column[]::new)).head();
    List<Kind> kinds = new ArrayList<>();
    for (int at = 0; at < names.size(); at++) {
      Kind kind = told.get(names.get(at));
      if (kind != null) {
        requireReadable(names.get(at), kind, found.getLong(at));
      }
      kinds.add(kind == null ? Kind.valueOf(found.getString(at)) : kind);
    }
    return kinds;
  }

  private static void requireAmong(Collection<String> names, String name) {
    if (!names.contains(name)) {
      throw new DataProblem(
          "%s is about column '%s', which is not among --quasi-identifiers. Name it there, too."
              .formatted(OPTION, name));
    }
  }

  private static DataType type(Dataset<Row> rows, String name) {
    return rows.schema().apply(name).dataType();
  }

  /** By its type, and text by what every value is; the name of the kind. */
  private static Column looksLike(String name, DataType type, boolean hasTree) {
    Column value = functions.col(Quoted.name(name)).cast("string");
    Column isDate = regexp_like(value, lit(ISO_DATE)).and(value.try_cast("date").isNotNull());
    if (isDay(type)) {
      return lit(Kind.DATE.name());
    }
    return when(isEvery(value, regexp_like(value, lit(NUMBER))), Kind.NUMBER.name())
        .when(isEvery(value, isDate).and(lit(!hasTree)), Kind.DATE.name())
        .otherwise(type instanceof NumericType ? Kind.NUMBER.name() : Kind.CATEGORY.name());
  }

  /** Whether that is so of every value, and there is one. */
  private static Column isEvery(Column value, Column isSo) {
    Column hasValue = count(nullif(value, lit(""))).gt(0);
    return coalesce(min(coalesce(isSo.or(value.equalTo("")), lit(true))), lit(false)).and(hasValue);
  }

  private static boolean isDay(DataType type) {
    return type.equals(DataTypes.DateType)
        || type.equals(DataTypes.TimestampType)
        || type.equals(DataTypes.TimestampNTZType);
  }

  private void requireType(String name, Kind kind, DataType type) {
    boolean fits =
        switch (kind) {
          case NUMBER -> type.equals(DataTypes.StringType) || type instanceof NumericType;
          case DATE -> type.equals(DataTypes.StringType) || isDay(type);
          case ORDERED, CATEGORY -> true;
        };
    if (!fits) {
      throw new DataProblem(
          "%s %s=%s: the column is of type %s. Mend it, or %s."
              .formatted(option, name, word(kind), type.simpleString(), remedy));
    }
  }

  /** Such a value would pass as a missing one; in a column of numbers NaN is one. */
  private static Column isUnreadable(String name, Kind kind, DataType type) {
    Column value = functions.col(Quoted.name(name));
    Column isGiven = value.isNotNull().and(value.cast("string").notEqual(""));
    return switch (kind) {
      case NUMBER -> {
        Column number = abs(value.try_cast("double"));
        Column isMissing = lit(type instanceof NumericType).and(isnan(number));
        Column isNumber = number.lt(Double.POSITIVE_INFINITY).or(isMissing);
        yield isGiven.and(not(coalesce(isNumber, lit(false))));
      }
      case DATE -> isGiven.and(value.try_cast("date").isNull());
      case ORDERED, CATEGORY -> lit(false);
    };
  }

  private void requireReadable(String name, Kind kind, long unreadable) {
    if (unreadable > 0) {
      throw new DataProblem(
          "%s %s=%s: %,d rows hold none%s. Mend them, or %s."
              .formatted(
                  option,
                  name,
                  word(kind),
                  unreadable,
                  kind == Kind.DATE ? " (a date is written 2024-12-31)" : "",
                  remedy));
    }
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
