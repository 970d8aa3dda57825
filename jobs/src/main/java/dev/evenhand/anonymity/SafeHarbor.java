package dev.evenhand.anonymity;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The identifiers that a table must not hold to be de-identified under the HIPAA Privacy Rule's
 * safe harbor method, 45 CFR 164.514(b)(2)(i), as far as a column's name or its values tell them.
 *
 * <p>A finding is a question to a person and no verdict: a name can mean something else, and an
 * identifier can look like a plain number. Faces and fingerprints are not looked for.
 */
public enum SafeHarbor {
  NAME("(A) names", "name firstname lastname surname fullname forename", null),
  GEOGRAPHY(
      "(B) geographic subdivisions smaller than a state",
      "street address city town county precinct zip zipcode postcode postal plz geocode latitude"
          + " longitude",
      null),
  DATE(
      "(C) dates other than the year",
      "birthdate birthday dob admission discharge death",
      "^(\\d{4}-\\d{1,2}-\\d{1,2}|\\d{1,2}[./]\\d{1,2}[./]\\d{2,4})([ T].*)?$"),
  PHONE(
      "(D) telephone numbers",
      "phone telephone tel mobile cell",
      "^(\\+\\d{1,3}[ .-]?)?(\\(\\d{2,5}\\)[ .-]?|\\d{2,5}[ .-])\\d{3,4}[ .-]\\d{2,5}$"),
  FAX("(E) fax numbers", "fax telefax", null),
  EMAIL("(F) electronic mail addresses", "email mail", "^[^@\\s]+@[^@\\s]+\\.[A-Za-z]{2,}$"),
  SOCIAL_SECURITY(
      "(G) social security numbers",
      "ssn social",
      "^(?!000|666|9\\d\\d)\\d{3}-(?!00)\\d{2}-(?!0000)\\d{4}$"),
  MEDICAL_RECORD("(H) medical record numbers", "mrn patient record", null),
  HEALTH_PLAN("(I) health plan beneficiary numbers", "beneficiary insurance policy", null),
  ACCOUNT(
      "(J) account numbers",
      "account iban bic",
      "^[A-Z]{2}\\d{2}( ?[A-Z0-9]{4}){2,7}( ?[A-Z0-9]{1,3})?$"),
  LICENSE("(K) certificate or license numbers", "license licence certificate passport", null),
  VEHICLE("(L) vehicle identifiers", "vin vehicle plate", "^[A-HJ-NPR-Z0-9]{17}$"),
  DEVICE(
      "(M) device identifiers",
      "device imei serial mac",
      "^([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}$"),
  URL("(N) web addresses", "url website homepage", "^https?://\\S+$"),
  IP(
      "(O) internet addresses",
      "ip ipaddress",
      "^((25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1?\\d?\\d)$");

  /** Values that look like an identifier, of those that are there, before a column is named. */
  private static final double ENOUGH = 0.5;

  private final String rule;
  private final Set<String> words;
  private final String pattern;

  SafeHarbor(String rule, String words, String pattern) {
    this.rule = rule;
    this.words = Set.of(words.split(" "));
    this.pattern = pattern;
  }

  /** The rule's letter and words. */
  public String rule() {
    return rule;
  }

  /**
   * A column that may hold an identifier.
   *
   * @param share of the values that are there, those that look like one; null where only names tell
   */
  public record Finding(String column, SafeHarbor identifier, boolean byName, Double share) {}

  /** All findings in the order of columns, in one aggregation. */
  public static List<Finding> of(Dataset<Row> rows) {
    List<SafeHarbor> looked = Arrays.stream(values()).filter(one -> one.pattern != null).toList();
    List<Column> counts = new ArrayList<>();
    for (String column : rows.columns()) {
      Column text = QuasiIdentifier.named(column).cast("string");
      counts.add(count(when(text.notEqual(""), 1)));
      looked.forEach(one -> counts.add(count(when(text.rlike(one.pattern), 1))));
    }
    Row found =
        rows.agg(counts.get(0), counts.subList(1, counts.size()).toArray(Column[]::new)).head();
    List<Finding> findings = new ArrayList<>();
    int at = 0;
    for (String column : rows.columns()) {
      Set<String> named = words(column);
      long there = found.getLong(at++);
      for (SafeHarbor one : values()) {
        Double share = null;
        if (one.pattern != null) {
          long like = found.getLong(at++);
          share = there == 0 ? null : Double.valueOf((double) like / there);
        }
        boolean byName = one.words.stream().anyMatch(named::contains);
        if (byName || share != null && share >= ENOUGH) {
          findings.add(new Finding(column, one, byName, share));
        }
      }
    }
    return findings;
  }

  /** home.town, homeTown and HOME_TOWN are home and town. */
  private static Set<String> words(String column) {
    String apart = column.replaceAll("([a-z0-9])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    return Arrays.stream(apart.split("[^a-z]+")).collect(Collectors.toSet());
  }
}
