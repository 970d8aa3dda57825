package dev.evenhand.rights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.evenhand.lake.Catalog;
import dev.evenhand.lake.SmallRows;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Erasures;
import dev.evenhand.pseudonym.Signer;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Whether the certificates in {@code govern.erasures} are as this keyset signed them, and the
 * columns beside each say what it says.
 *
 * @param own the signer of the keyset; a certificate that somebody else signed is none
 */
public record CertificateCheck(Catalog catalog, Signer own) {
  /**
   * A certificate.
   *
   * @param problem empty if it holds
   */
  public record Checked(String erasure, long subjects, Instant completedAt, String problem) {
    public boolean holds() {
      return problem.isEmpty();
    }
  }

  /** Checks one erasure's certificate, or all, oldest first; none if there is no such. */
  public List<Checked> of(Optional<String> erasure) {
    if (!catalog.has(Erasures.CONTRACT.name())) {
      return List.of();
    }
    Dataset<Row> rows = catalog.rows(Erasures.CONTRACT.name());
    Dataset<Row> wanted =
        erasure.map(id -> rows.filter(TableContract.RUN_ID.column().equalTo(id))).orElse(rows);
    return SmallRows.sorted(wanted, Erasures.COMPLETED_AT.name(), TableContract.RUN_ID.name())
        .stream()
        .map(this::checked)
        .toList();
  }

  private Checked checked(Row row) {
    return new Checked(
        row.getAs(TableContract.RUN_ID.name()),
        row.<Long>getAs(Erasures.SUBJECTS.name()),
        moment(row, Erasures.COMPLETED_AT.name()),
        problem(row));
  }

  private String problem(Row row) {
    String certificate = row.getAs(Erasures.CERTIFICATE.name());
    byte[] publicKey = own.publicKey();
    if (!Arrays.equals(row.<byte[]>getAs(Erasures.PUBLIC_KEY.name()), publicKey)) {
      return "it was signed with other keys than this keyset's";
    }
    if (!Signer.verifies(
        publicKey,
        certificate.getBytes(StandardCharsets.UTF_8),
        row.getAs(Erasures.SIGNATURE.name()))) {
      return "it was changed since it was signed";
    }
    return says(row, certificate) ? "" : "the columns beside it were changed since";
  }

  private static boolean says(Row row, String certificate) {
    try {
      JsonNode json = Journal.JSON.readTree(certificate);
      List<String> subjects = row.getList(row.fieldIndex(Erasures.SUBJECT_HASHES.name()));
      HashSet<String> named = new HashSet<>();
      json.path("subjects").forEach(name -> named.add(name.asText()));
      return json.path("erasure").asText().equals(row.getAs(TableContract.RUN_ID.name()))
          && named.equals(new HashSet<>(subjects))
          && row.<Long>getAs(Erasures.SUBJECTS.name()) == named.size()
          && isAt(row, Erasures.REQUESTED_AT.name(), json.path("requested_at"))
          && isAt(row, Erasures.COMPLETED_AT.name(), json.path("completed_at"))
          && saysOfTables(row, json.path("tables"));
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /** To the microsecond, which is what a table keeps. */
  private static boolean isAt(Row row, String column, JsonNode moment) {
    long micros = 1_000;
    Instant certified = Instant.parse(moment.asText());
    return moment(row, column).equals(certified.minusNanos(certified.getNano() % micros));
  }

  private static boolean saysOfTables(Row row, JsonNode tables) {
    Map<String, Long> rows = row.getJavaMap(row.fieldIndex(Erasures.ROWS_ERASED.name()));
    Map<String, Long> before = row.getJavaMap(row.fieldIndex(Erasures.VERSIONS_BEFORE.name()));
    Map<String, Long> after = row.getJavaMap(row.fieldIndex(Erasures.VERSIONS_AFTER.name()));
    TreeSet<String> certified = new TreeSet<>();
    boolean isSame = true;
    for (JsonNode table : tables) {
      String name = table.path("table").asText();
      certified.add(name);
      isSame &=
          table.path("rows_erased").asLong() == rows.getOrDefault(name, 0L)
              && is(table.path("version_before"), before.get(name))
              && is(table.path("version_after"), after.get(name));
    }
    return isSame
        && certified.containsAll(rows.keySet())
        && certified.containsAll(before.keySet())
        && certified.equals(after.keySet());
  }

  private static boolean is(JsonNode number, Long value) {
    return value == null ? !number.isNumber() : number.isNumber() && number.asLong() == value;
  }

  private static Instant moment(Row row, String column) {
    return row.<Timestamp>getAs(column).toInstant();
  }
}
