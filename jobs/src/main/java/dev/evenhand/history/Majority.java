package dev.evenhand.history;

import static org.apache.spark.sql.functions.add_months;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.history.ConsentRules.MinimumAge;
import dev.evenhand.lake.table.Consents;
import java.util.Map;
import org.apache.spark.sql.Column;

/**
 * Whether a subject is of age where an entry is to hold.
 *
 * @param place the jurisdiction, STRING; null where none is named
 * @param born DATE; one whose birth nobody knows is of no age
 */
record Majority(MinimumAge age, Column place, Column born) {
  private static final int MONTHS = 12;

  /** Whether an entry counts there: refusals and what a guardian gave count at any age. */
  Column counts(Column isRefusal) {
    Column isByGuardian =
        coalesce(Consents.GIVEN_BY.column().equalTo(Consents.GUARDIAN), lit(false));
    return isRefusal.or(isByGuardian).or(isReached(years(), Consents.VALID_FROM.column()));
  }

  /** Whether the subject is of age by a moment; the highest age where nobody knows the place. */
  Column isOfAge(Column moment) {
    return isReached(when(place.isNull(), lit(age.highest())).otherwise(years()), moment);
  }

  private Column years() {
    Column years = lit(age.atLeast());
    for (Map.Entry<String, Integer> named : age.in().entrySet()) {
      years = when(place.equalTo(named.getKey()), lit(named.getValue())).otherwise(years);
    }
    return years;
  }

  private Column isReached(Column years, Column moment) {
    Column birthday = add_months(born, years.multiply(MONTHS));
    return coalesce(birthday.leq(to_date(moment)), lit(false));
  }
}
