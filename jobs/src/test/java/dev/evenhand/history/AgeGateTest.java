package dev.evenhand.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.history.ConsentRules.MinimumAge;
import dev.evenhand.support.Spark;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/**
 * A minor below the age of a jurisdiction needs a grant that counts there, whatever else the ledger
 * holds. 16 is asked, in Germany 18; all entries are of January, it is March 2026.
 */
class AgeGateTest {
  private static final Instant MOMENT = Instant.parse("2026-03-01T00:00:00Z");
  private static final MinimumAge AGE = new MinimumAge(16, Map.of("DE", 18));

  private static final String OBJECTS =
      entry("'objected', 'automated-decisions', string(null), string(null)");

  private static String entry(String statusAboutPlaceGivenBy) {
    return "SELECT 'child' AS subject_key, 'mail' AS purpose, * FROM VALUES ("
        + statusAboutPlaceGivenBy
        + ") AS t(status, about, jurisdiction, given_by)";
  }

  /** Whether one born on that day may be used, and whether a person must decide. */
  private static Row judged(boolean isOptOut, String born, String... entries) {
    Dataset<Row> ledger =
        Spark.session()
            .sql(String.join(" UNION ALL ", entries))
            .selectExpr(
                "*",
                "timestamp'2026-01-01' AS valid_from",
                "timestamp'2026-01-01' AS recorded_at",
                "string(null) AS topic");
    Dataset<Row> births =
        Spark.session().sql("SELECT 'child' AS subject_key, DATE'" + born + "' AS born");
    ConsentRules rules = new ConsentRules("mail", isOptOut, Optional.empty(), Optional.of(AGE));
    return ConsentLedger.judged(
            births.select("subject_key"), ledger, Optional.of(births), rules, MOMENT)
        .select(ConsentLedger.IS_ALLOWED, ConsentLedger.NEEDS_PERSON)
        .head();
  }

  @Test
  void anObjectionToSomethingElseDoesNotOpenTheGate() {
    assertThat(judged(true, "2014-01-01", OBJECTS).toString()).isEqualTo("[false,true]");
    assertThat(judged(true, "1990-01-01", OBJECTS).toString()).isEqualTo("[true,true]");
  }

  @Test
  void whereNoPlaceIsNamedTheHighestAgeIsAsked() {
    assertThat(judged(true, "2009-01-01", OBJECTS).getBoolean(0)).as("17 years").isFalse();
    String inFrance = entry("'objected', 'automated-decisions', 'FR', string(null)");
    assertThat(judged(true, "2009-01-01", inFrance).getBoolean(0)).as("16 do there").isTrue();
  }

  @Test
  void aGuardiansGrantDoes() {
    String byGuardian = entry("'granted', 'use', string(null), 'guardian'");
    assertThat(judged(true, "2014-01-01", OBJECTS, byGuardian).getBoolean(0)).isTrue();
    String byChild = entry("'granted', 'use', string(null), 'subject'");
    assertThat(judged(true, "2014-01-01", OBJECTS, byChild).getBoolean(0)).isFalse();
  }

  @Test
  void aGrantThatHoldsEverywhereIsJudgedByTheAgeOfEachPlace() {
    String everywhere = entry("'granted', 'use', string(null), string(null)");
    String inGermany = entry("'objected', 'automated-decisions', 'DE', string(null)");
    assertThat(judged(false, "2009-01-01", everywhere).getBoolean(0)).as("17 years").isTrue();
    assertThat(judged(false, "2009-01-01", everywhere, inGermany).toString())
        .isEqualTo("[false,true]");
    assertThat(judged(false, "2007-01-01", everywhere, inGermany).getBoolean(0))
        .as("19 years")
        .isTrue();
  }

  @Test
  void aGrantThatCountsNowhereNamesNoPlace() {
    String inFrance = entry("'granted', 'use', 'FR', string(null)");
    String inGermany = entry("'granted', 'use', 'DE', string(null)");
    assertThat(judged(false, "2009-01-01", inFrance, inGermany).getBoolean(0)).isTrue();
  }

  @Test
  void anEntryThatStandsThereTwiceIsOne() {
    String granted = entry("'granted', 'use', string(null), string(null)");
    assertThat(judged(false, "1990-01-01", granted, granted, OBJECTS, OBJECTS).toString())
        .isEqualTo(judged(false, "1990-01-01", granted, OBJECTS).toString())
        .isEqualTo("[true,true]");
    String withdrawn = entry("'withdrawn', 'use', string(null), string(null)");
    assertThat(judged(false, "1990-01-01", granted, granted, withdrawn).getBoolean(0))
        .as("two grants do not outweigh a refusal of the same day")
        .isFalse();
  }
}
