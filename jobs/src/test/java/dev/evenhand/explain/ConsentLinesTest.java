package dev.evenhand.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.support.SamplePipeline;
import dev.evenhand.support.Spark;
import java.time.Instant;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** It was decided on the 15th of February 2026, and the letter is written on the first of April. */
class ConsentLinesTest {
  private static final Instant DECIDED = Instant.parse("2026-02-15T10:00:00Z");
  private static final Instant NOW = Instant.parse("2026-04-01T00:00:00Z");
  private static final String GRANTED = entry("mail", "granted", "NULL", "01-01", "01-01", "web");

  private static String entry(
      String purpose, String status, String place, String from, String recorded, String source) {
    return "('%s', '%s', %s, timestamp'2026-%s', timestamp'2026-%s', '%s')"
        .formatted(purpose, status, place, from, recorded, source);
  }

  private static List<String> lines(String language, String... entries) {
    Dataset<Row> ledger =
        Spark.session()
            .sql(
                "SELECT *, string(NULL) AS about FROM VALUES "
                    + String.join(", ", entries)
                    + " AS t(purpose, status, jurisdiction, valid_from, recorded_at, source)");
    Phrases phrases =
        PhraseFile.of(
                SamplePipeline.with("explain: {languages: [%s]}".formatted(language)),
                new Configuration())
            .get(0);
    return new ConsentLines(phrases, "mail", NOW).of(ledger, DECIDED);
  }

  @Test
  void citesTheLatestGrantThatWasKnown() {
    assertThat(
            lines(
                "en",
                GRANTED,
                entry("mail", "granted", "NULL", "01-20", "01-21", "letter"),
                entry("mail", "granted", "NULL", "02-10", "02-20", "shop"),
                entry("other", "granted", "NULL", "02-01", "02-01", "app"),
                entry("*", "granted", "NULL", "02-01", "02-01", "app")))
        .containsExactly(
            "You allowed it for the purpose “mail” on 2026-01-20.", "Recorded by: letter.");
  }

  @Test
  void saysSinceWhenItIsOver() {
    String withdrawn = entry("mail", "withdrawn", "NULL", "03-02", "03-03", "web");
    assertThat(lines("en", GRANTED, withdrawn))
        .containsExactly(
            "You allowed it for the purpose “mail” on 2026-01-01.",
            "Recorded by: web.",
            "As of 2026-03-02 you no longer allow it.");
    assertThat(lines("de", GRANTED, withdrawn))
        .endsWith("Ab dem 2026-03-02 erlauben Sie es nicht mehr.");
    assertThat(lines("en", GRANTED, entry("*", "objected", "NULL", "02-01", "02-16", "web")))
        .as("valid before and learned of after, for every purpose")
        .endsWith("As of 2026-02-01 you no longer allow it.");
    assertThat(
            lines(
                "en",
                GRANTED,
                withdrawn,
                entry("mail", "granted", "NULL", "03-09", "03-09", "web")))
        .as("agreed again")
        .hasSize(2);
  }

  @Test
  void whatIsToHoldLaterIsNotTold() {
    String withdrawn = entry("mail", "withdrawn", "NULL", "03-02", "03-03", "web");
    assertThat(
            lines(
                "en",
                GRANTED,
                withdrawn,
                entry("mail", "granted", "NULL", "05-01", "03-10", "web")))
        .as("agreed again from May on: it is refused today")
        .endsWith("As of 2026-03-02 you no longer allow it.");
    assertThat(lines("en", GRANTED, entry("mail", "withdrawn", "NULL", "05-01", "03-10", "web")))
        .as("withdrawn from May on: it is allowed today")
        .hasSize(2);
  }

  @Test
  void aGrantThatWasNotInForceIsNotCited() {
    assertThat(lines("en", GRANTED, entry("mail", "withdrawn", "NULL", "02-01", "02-01", "web")))
        .as("withdrawn before")
        .isEmpty();
    assertThat(
            lines(
                "en",
                GRANTED,
                entry("mail", "withdrawn", "'AT'", "02-01", "02-01", "web"),
                entry("mail", "granted", "'CH'", "02-02", "02-02", "shop")))
        .as("in Austria the grant that held everywhere is over")
        .containsExactly(
            "You allowed it for the purpose “mail” on 2026-02-02.", "Recorded by: shop.");
  }
}
