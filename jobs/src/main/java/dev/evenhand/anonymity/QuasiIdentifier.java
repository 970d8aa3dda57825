package dev.evenhand.anonymity;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.base.Quoted;
import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/**
 * A column that, with others, could tell who a row is about.
 *
 * @param column its name, dots and all
 * @param kind how its values are generalized
 * @param hierarchy the tree over a category's values; null where there is none
 * @param weight how much its loss counts against the other columns', over 0
 */
public record QuasiIdentifier(String column, Kind kind, Hierarchy hierarchy, double weight)
    implements Serializable {

  /** How values are generalized: numbers, dates and ordered values to intervals, others to sets. */
  public enum Kind {
    NUMBER,
    DATE,
    ORDERED,
    CATEGORY
  }

  public QuasiIdentifier {
    if (!(weight > 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException("weight must be > 0 and finite, was " + weight);
    }
  }

  public static QuasiIdentifier number(String column) {
    return new QuasiIdentifier(column, Kind.NUMBER, null, 1);
  }

  public static QuasiIdentifier date(String column) {
    return new QuasiIdentifier(column, Kind.DATE, null, 1);
  }

  public static QuasiIdentifier category(String column) {
    return new QuasiIdentifier(column, Kind.CATEGORY, null, 1);
  }

  public static QuasiIdentifier category(String column, Hierarchy hierarchy) {
    return new QuasiIdentifier(column, Kind.CATEGORY, hierarchy, 1);
  }

  /** Values in the order of the hierarchy's leaves. */
  public static QuasiIdentifier ordered(String column, Hierarchy order) {
    return new QuasiIdentifier(column, Kind.ORDERED, order, 1);
  }

  public QuasiIdentifier withWeight(double newWeight) {
    return new QuasiIdentifier(column, kind, hierarchy, newWeight);
  }

  Optional<Hierarchy> tree() {
    return Optional.ofNullable(hierarchy);
  }

  boolean isNumeric() {
    return kind == Kind.NUMBER || kind == Kind.DATE;
  }

  /**
   * The value as cuts see it: DOUBLE (days for dates, null when missing) or STRING ('' = missing).
   */
  Column key() {
    Column value = named(column);
    return switch (kind) {
      case NUMBER -> {
        Column number = value.try_cast("double");
        yield when(not(isnan(number)), number);
      }
      case DATE -> unix_date(value.try_cast("date")).cast("double");
      case ORDERED, CATEGORY -> coalesce(value.cast("string"), lit(""));
    };
  }

  /** A key as hashes of tuples take it: they would pass over what is missing. */
  Column hashed(Column key) {
    return isNumeric() ? coalesce(key, lit(Double.NaN)) : key;
  }

  /** The column of that name, also when the name holds dots. */
  static Column named(String column) {
    return functions.col(Quoted.name(column));
  }
}
