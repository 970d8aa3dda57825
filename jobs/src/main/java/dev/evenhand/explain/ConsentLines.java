package dev.evenhand.explain;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.lit;

import dev.evenhand.lake.SmallRows;
import dev.evenhand.lake.table.Consents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a letter says of a person's consent: the grant that was known and in force when it was
 * decided, and since when it is refused if it is now.
 *
 * @param purpose that the decision was for
 * @param now what was recorded or is to hold later is not told
 */
record ConsentLines(Phrases phrases, String purpose, Instant now) {
  private static final String DAY = "day";

  /** An entry about the use, for the purpose or for every one; everywhere where place is null. */
  private record Entry(
      String purpose,
      boolean isRefusal,
      String place,
      Instant validFrom,
      Instant recordedAt,
      String day,
      String source) {
    private static final Comparator<Entry> ORDER =
        Comparator.comparing(Entry::validFrom)
            .thenComparing(Entry::recordedAt)
            .thenComparing(Entry::isRefusal);

    static Entry of(Row row) {
      return new Entry(
          row.getAs(Consents.PURPOSE.name()),
          !Consents.GRANTED.equals(row.<String>getAs(Consents.STATUS.name())),
          row.getAs(Consents.JURISDICTION.name()),
          row.getTimestamp(row.fieldIndex(Consents.VALID_FROM.name())).toInstant(),
          row.getTimestamp(row.fieldIndex(Consents.RECORDED_AT.name())).toInstant(),
          row.getAs(DAY),
          row.getAs(Consents.SOURCE.name()));
    }

    boolean isKnown(Instant moment) {
      return !validFrom.isAfter(moment) && !recordedAt.isAfter(moment);
    }
  }

  /**
   * The sentences.
   *
   * @param ledger the person's entries
   */
  List<String> of(Dataset<Row> ledger, Instant decidedAt) {
    List<Entry> entries = entries(ledger).stream().filter(entry -> entry.isKnown(now)).toList();
    List<Entry> then = entries.stream().filter(entry -> entry.isKnown(decidedAt)).toList();
    List<String> lines = new ArrayList<>();
    inForce(then, purpose)
        .filter(entry -> !entry.isRefusal())
        .max(Entry.ORDER)
        .ifPresent(grant -> lines.addAll(given(grant)));
    Stream.of(purpose, Consents.EVERY_PURPOSE)
        .flatMap(each -> inForce(entries, each))
        .filter(entry -> entry.isRefusal() && !entry.isKnown(decidedAt))
        .min(Entry.ORDER)
        .ifPresent(end -> lines.add(filled("letter.consent_ended", Map.of("date", end.day()))));
    return lines;
  }

  private static List<Entry> entries(Dataset<Row> ledger) {
    Dataset<Row> uses =
        ledger
            .filter(coalesce(Consents.ABOUT.column(), lit(Consents.USE)).equalTo(Consents.USE))
            .select(
                Consents.PURPOSE.column(),
                Consents.STATUS.column(),
                Consents.JURISDICTION.column(),
                Consents.VALID_FROM.column(),
                Consents.RECORDED_AT.column(),
                date_format(Consents.VALID_FROM.column(), "yyyy-MM-dd").as(DAY),
                Consents.SOURCE.column());
    return SmallRows.sorted(uses, Consents.VALID_FROM.column(), Consents.RECORDED_AT.column())
        .stream()
        .map(Entry::of)
        .toList();
  }

  /** The last entry of each place that is named; of those that hold everywhere if none is. */
  private static Stream<Entry> inForce(List<Entry> entries, String purpose) {
    Set<String> places = new HashSet<>();
    entries.forEach(entry -> places.add(entry.place()));
    if (places.size() > 1) {
      places.remove(null);
    }
    return places.stream()
        .map(
            place ->
                entries.stream()
                    .filter(entry -> entry.purpose().equals(purpose))
                    .filter(e -> e.place() == null || Objects.equals(e.place(), place))
                    .max(Entry.ORDER))
        .flatMap(Optional::stream);
  }

  private List<String> given(Entry grant) {
    List<String> lines = new ArrayList<>();
    lines.add(filled("letter.consent_given", Map.of("purpose", purpose, "date", grant.day())));
    if (grant.source() != null) {
      lines.add(filled("letter.consent_source", Map.of("source", grant.source())));
    }
    return lines;
  }

  private String filled(String key, Map<String, String> parts) {
    return phrases.filled(key, parts);
  }
}
