package dev.evenhand.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.support.Spark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class ConsentLedgerTest {
  private static final Instant MOMENT = Instant.parse("2017-06-30T00:00:00Z");

  private record Entry(String subject, String purpose, String status, int validFrom, int recorded) {
    String sql() {
      return String.format(
          "('%s', '%s', '%s', date_add(timestamp'2017-06-30', %d), date_add(timestamp'2017-06-30', %d))",
          subject, purpose, status, validFrom, recorded);
    }
  }

  @Test
  void withoutAnEntryThereIsNoConsent() {
    assertThat(granted(new Entry("a", "other", "granted", -1, -1))).isEmpty();
  }

  @Test
  void theLatestEntryInForceDecides() {
    assertThat(
            granted(
                new Entry("a", "mail", "withdrawn", -5, -5),
                new Entry("a", "mail", "granted", -3, -3),
                new Entry("b", "mail", "granted", -5, -5),
                new Entry("b", "mail", "withdrawn", -3, -3)))
        .containsExactly("a");
  }

  @Test
  void whatIsRecordedOrValidLaterIsNotKnownYet() {
    assertThat(
            granted(
                new Entry("a", "mail", "granted", -5, -5),
                new Entry("a", "mail", "withdrawn", -3, 1),
                new Entry("b", "mail", "granted", -5, -5),
                new Entry("b", "mail", "withdrawn", 1, -3)))
        .containsExactly("a", "b");
  }

  @Test
  void atTheSameMomentARefusalBeatsAGrant() {
    assertThat(
            granted(
                new Entry("a", "mail", "granted", -5, -5),
                new Entry("a", "mail", "objected", -5, -5)))
        .isEmpty();
  }

  @Test
  void agreesWithThePlainRulesOnRandomLedgers() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(17);
    List<String> statuses = List.of("granted", "withdrawn", "objected", "restricted", "granted");
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      entries.add(
          new Entry(
              "s" + random.nextInt(600),
              random.nextInt(5) == 0 ? "other" : "mail",
              statuses.get(random.nextInt(statuses.size())),
              random.nextInt(8) - 5,
              random.nextInt(8) - 5));
    }
    assertThat(granted(entries.toArray(Entry[]::new))).isEqualTo(plain(entries));
  }

  private static Set<String> plain(List<Entry> entries) {
    Comparator<Entry> order =
        Comparator.comparingInt(Entry::validFrom)
            .thenComparingInt(Entry::recorded)
            .thenComparing(entry -> !entry.status().equals("granted"));
    return entries.stream()
        .filter(e -> e.purpose().equals("mail") && e.validFrom() <= 0 && e.recorded() <= 0)
        .collect(Collectors.groupingBy(Entry::subject, Collectors.maxBy(order)))
        .values()
        .stream()
        .map(Optional::orElseThrow)
        .filter(entry -> entry.status().equals("granted"))
        .map(Entry::subject)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> granted(Entry... entries) {
    String values = Arrays.stream(entries).map(Entry::sql).collect(Collectors.joining(", "));
    Dataset<Row> ledger =
        Spark.session()
            .sql(
                "SELECT subject_key, purpose, status, CAST(valid_from AS TIMESTAMP) valid_from,"
                    + " CAST(recorded_at AS TIMESTAMP) recorded_at, string(null) AS jurisdiction,"
                    + " string(null) AS about, string(null) AS topic, string(null) AS given_by"
                    + " FROM VALUES "
                    + values
                    + " AS t(subject_key, purpose, status, valid_from, recorded_at)");
    return new TreeSet<>(
        ConsentLedger.granted(ledger, "mail", MOMENT).as(Encoders.STRING()).collectAsList());
  }
}
