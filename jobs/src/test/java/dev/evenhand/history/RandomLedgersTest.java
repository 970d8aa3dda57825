package dev.evenhand.history;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.history.ConsentRules.MinimumAge;
import dev.evenhand.support.Spark;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * 100,000 random ledgers of one to eight entries: late records, withdrawals, grants again, three
 * purposes, two jurisdictions, objections, preferences, minors. Read by Spark in one job, and by
 * the rules written down plainly.
 */
class RandomLedgersTest {
  private static final int SUBJECTS = 100_000;
  private static final int MOST_ENTRIES = 8;
  private static final LocalDate TODAY = LocalDate.parse("2026-03-01");
  private static final Instant MOMENT = Instant.parse("2026-03-01T00:00:00Z");

  private static final List<String> PURPOSES = List.of("mail", "mail", "mail", "other", "*");
  private static final List<String> ABOUT =
      Arrays.asList(null, null, "use", "use", "profiling", "automated-decisions", "preference");
  private static final List<String> STATUS =
      List.of("granted", "granted", "granted", "withdrawn", "objected", "restricted");
  private static final List<String> PLACES = Arrays.asList(null, null, "AT", "CH");
  private static final List<String> GIVEN_BY = Arrays.asList(null, "subject", "guardian");
  private static final List<String> TOPICS = List.of("coupons", "news");
  private static final int[] AGES = {0, 12, 13, 14, 15, 16, 17, 40};

  /** What the columns of an entry are drawn from, and so how large its part of the code is. */
  private static final int[] SIZES = {
    PURPOSES.size(),
    ABOUT.size(),
    STATUS.size(),
    PLACES.size(),
    GIVEN_BY.size(),
    TOPICS.size(),
    9,
    9
  };

  private static Dataset<Row> codes;
  private static Entry[][] ledgers;

  private record Entry(
      String purpose,
      String about,
      String status,
      String place,
      String givenBy,
      String topic,
      int validFrom,
      int recordedAt) {
    boolean isGrant() {
      return status.equals("granted");
    }

    boolean isEverywhere() {
      return place == null || "preference".equals(about);
    }

    String line() {
      return Objects.equals(about, "preference")
          ? "topic " + topic
          : purpose + " " + (about == null ? "use" : about);
    }
  }

  @BeforeAll
  static void draw() {
    StringBuilder code = new StringBuilder("0L");
    for (int i = 0; i < SIZES.length; i++) {
      code.append(" + pmod(xxhash64(subject, entry, " + i + "), " + SIZES[i] + ") * " + weight(i));
    }
    codes =
        Spark.session()
            .range(0, SUBJECTS, 1, 2)
            .selectExpr(
                "id AS subject",
                "explode(sequence(1, 1 + int(pmod(xxhash64(id, 'n'), "
                    + MOST_ENTRIES
                    + ")))) AS entry")
            .selectExpr("subject", code + " AS code")
            .cache();
    List<List<Entry>> drawn = new ArrayList<>();
    for (int i = 0; i < SUBJECTS; i++) {
      drawn.add(new ArrayList<>());
    }
    long span = weight(SIZES.length);
    for (long packed :
        codes.selectExpr("subject * " + span + " + code").as(Encoders.LONG()).collectAsList()) {
      drawn.get((int) (packed / span)).add(entry(packed % span));
    }
    ledgers = drawn.stream().map(list -> list.toArray(Entry[]::new)).toArray(Entry[][]::new);
  }

  private static long weight(int column) {
    long weight = 1;
    for (int i = 0; i < column; i++) {
      weight *= SIZES[i];
    }
    return weight;
  }

  private static int part(long code, int column) {
    return (int) (code / weight(column) % SIZES[column]);
  }

  private static Entry entry(long code) {
    return new Entry(
        PURPOSES.get(part(code, 0)),
        ABOUT.get(part(code, 1)),
        STATUS.get(part(code, 2)),
        PLACES.get(part(code, 3)),
        GIVEN_BY.get(part(code, 4)),
        TOPICS.get(part(code, 5)),
        part(code, 6) - 6,
        part(code, 7) - 6);
  }

  /** The same as columns. */
  private static Dataset<Row> ledger() {
    return codes.selectExpr(
        "string(subject) AS subject_key",
        chosen(PURPOSES, 0) + " AS purpose",
        chosen(ABOUT, 1) + " AS about",
        chosen(STATUS, 2) + " AS status",
        chosen(PLACES, 3) + " AS jurisdiction",
        chosen(GIVEN_BY, 4) + " AS given_by",
        chosen(TOPICS, 5) + " AS topic",
        day(6) + " AS valid_from",
        day(7) + " AS recorded_at");
  }

  private static String chosen(List<String> from, int column) {
    StringBuilder sql = new StringBuilder("element_at(array(");
    for (int i = 0; i < from.size(); i++) {
      sql.append(i == 0 ? "" : ", ")
          .append(from.get(i) == null ? "cast(null AS STRING)" : "'" + from.get(i) + "'");
    }
    return sql.append("), 1 + int(code div " + weight(column) + " % " + SIZES[column] + "))")
        .toString();
  }

  private static String day(int column) {
    return "timestamp(date_add(DATE'" + TODAY + "', int(code div " + weight(column) + " % 9) - 6))";
  }

  private static Dataset<Row> births() {
    StringBuilder sql = new StringBuilder("CASE pmod(id, " + AGES.length + ")");
    for (int i = 1; i < AGES.length; i++) {
      sql.append(" WHEN " + i + " THEN DATE'" + born(i) + "'");
    }
    return Spark.session()
        .range(SUBJECTS)
        .select(expr("string(id)").as("subject_key"), expr(sql + " END").as(ConsentLedger.BORN));
  }

  /** Some have their birthday within the days that entries are drawn from; null is unknown. */
  private static LocalDate born(long subject) {
    int years = AGES[(int) (subject % AGES.length)];
    return years == 0 ? null : TODAY.minusYears(years).minusDays(2);
  }

  static Stream<ConsentRules> rules() {
    MinimumAge age = new MinimumAge(16, Map.of("AT", 14, "CH", 17));
    return Stream.of(
        ConsentRules.of("mail"),
        new ConsentRules("mail", true, Optional.empty(), Optional.empty()),
        new ConsentRules("mail", false, Optional.of("coupons"), Optional.of(age)),
        new ConsentRules("mail", true, Optional.of("coupons"), Optional.of(age)));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void noRowIsUsedThatWasNotAllowedAndNoAllowedRowIsLost(ConsentRules rules) {
    Dataset<Row> rows =
        Spark.session().range(0, SUBJECTS + 8, 1, 2).selectExpr("string(id) AS subject_key");
    Dataset<Row> births = births();
    boolean[] allowed = new boolean[SUBJECTS + 8];
    boolean[] toPerson = new boolean[SUBJECTS + 8];
    for (Row row :
        ConsentLedger.judged(rows, ledger(), Optional.of(births), rules, MOMENT)
            .selectExpr("bigint(subject_key) AS id", "is_allowed", "needs_person")
            .collectAsList()) {
      allowed[(int) row.getLong(0)] = row.getBoolean(1);
      toPerson[(int) row.getLong(0)] = row.getBoolean(2);
    }
    int all = 0;
    for (int subject = 0; subject < allowed.length; subject++) {
      Entry[] ledger = subject < SUBJECTS ? ledgers[subject] : new Entry[0];
      boolean isUsable = plainlyAllowed(ledger, born(subject), subject >= SUBJECTS, rules);
      assertThat(allowed[subject]).as(rules + " " + List.of(ledger)).isEqualTo(isUsable);
      assertThat(toPerson[subject])
          .as("to a person: " + List.of(ledger))
          .isEqualTo(plainlyToPerson(ledger, born(subject), subject >= SUBJECTS, rules));
      all += isUsable ? 1 : 0;
    }
    assertThat(all).isBetween(SUBJECTS / 50, SUBJECTS * 9 / 10);
  }

  /**
   * A minor below the age of a jurisdiction needs a grant that counts there, whatever else the
   * ledger holds.
   */
  private static boolean plainlyAllowed(
      Entry[] ledger, LocalDate born, boolean hasNoBirth, ConsentRules rules) {
    LocalDate birth = hasNoBirth ? null : born;
    List<Entry> known = known(ledger, rules);
    Set<String> places = places(known, birth, rules);
    if (places.isEmpty()) {
      return rules.isOptOut() && isAdult("nowhere", birth, rules);
    }
    return places.stream()
        .allMatch(
            place ->
                isAllowedIn(
                    counting(known, place, birth, rules), isAdult(place, birth, rules), rules));
  }

  private static boolean plainlyToPerson(
      Entry[] ledger, LocalDate born, boolean hasNoBirth, ConsentRules rules) {
    LocalDate birth = hasNoBirth ? null : born;
    List<Entry> known = known(ledger, rules);
    return places(known, birth, rules).stream()
        .map(place -> counting(known, place, birth, rules))
        .anyMatch(
            there ->
                isRefused("mail automated-decisions", there)
                    || isRefused("* automated-decisions", there));
  }

  private static List<Entry> known(Entry[] ledger, ConsentRules rules) {
    return Stream.of(ledger)
        .filter(entry -> entry.purpose().equals(rules.purpose()) || entry.purpose().equals("*"))
        .filter(entry -> entry.validFrom() <= 0 && entry.recordedAt() <= 0)
        .toList();
  }

  /** The entries that hold in a place, without the grants of one too young for it. */
  private static List<Entry> counting(
      List<Entry> known, String place, LocalDate born, ConsentRules rules) {
    return known.stream()
        .filter(entry -> entry.isEverywhere() || entry.place().equals(place))
        .filter(entry -> counts(entry, place, born, rules))
        .toList();
  }

  private static boolean counts(Entry entry, String place, LocalDate born, ConsentRules rules) {
    if (rules.age().isEmpty() || !entry.isGrant() || "guardian".equals(entry.givenBy())) {
      return true;
    }
    MinimumAge age = rules.age().get();
    int years = age.in().getOrDefault(place, age.atLeast());
    return isOfAge(born, years, TODAY.plusDays(entry.validFrom()));
  }

  /** Nobody knows the age that an unknown place asks for, so it is the highest. */
  private static boolean isAdult(String place, LocalDate born, ConsentRules rules) {
    if (rules.age().isEmpty()) {
      return true;
    }
    MinimumAge age = rules.age().get();
    int years =
        place.equals("nowhere") ? age.highest() : age.in().getOrDefault(place, age.atLeast());
    return isOfAge(born, years, TODAY);
  }

  private static boolean isOfAge(LocalDate born, int years, LocalDate day) {
    return born != null && !born.plusYears(years).isAfter(day);
  }

  private static Set<String> places(List<Entry> known, LocalDate born, ConsentRules rules) {
    Set<String> places = new TreeSet<>();
    known.stream()
        .filter(entry -> !entry.isEverywhere() && counts(entry, entry.place(), born, rules))
        .forEach(entry -> places.add(entry.place()));
    boolean isSaidSomewhere = known.stream().anyMatch(e -> counts(e, "nowhere", born, rules));
    return places.isEmpty() && isSaidSomewhere ? Set.of("nowhere") : places;
  }

  private static boolean isAllowedIn(List<Entry> there, boolean isAdult, ConsentRules rules) {
    Entry use = inForce("mail use", there);
    boolean isUsable = use == null ? rules.isOptOut() && isAdult : use.isGrant();
    boolean isRefused =
        isRefused("* use", there)
            || isRefused("mail profiling", there)
            || isRefused("* profiling", there);
    return isUsable && !isRefused && wants(there, rules);
  }

  private static boolean wants(List<Entry> there, ConsentRules rules) {
    if (rules.topic().isEmpty()) {
      return true;
    }
    Entry coupons = inForce("topic coupons", there);
    Entry news = inForce("topic news", there);
    return coupons == null ? news == null || !news.isGrant() : coupons.isGrant();
  }

  private static boolean isRefused(String line, List<Entry> there) {
    Entry entry = inForce(line, there);
    return entry != null && !entry.isGrant();
  }

  private static Entry inForce(String line, List<Entry> there) {
    return there.stream()
        .filter(entry -> entry.line().equals(line))
        .max(
            Comparator.comparingInt(Entry::validFrom)
                .thenComparingInt(Entry::recordedAt)
                .thenComparing(entry -> !entry.isGrant()))
        .orElse(null);
  }
}
