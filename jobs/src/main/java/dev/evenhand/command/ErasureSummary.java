package dev.evenhand.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenhand.rights.Erasure.Report;
import java.io.PrintStream;
import java.util.Locale;

/** What an erasure did, for the console: the certificate in a few lines. */
record ErasureSummary(Report report) {
  private static final double MEGABYTE = 1e6;

  void print(PrintStream out) {
    JsonNode certificate = certificate();
    report.rows().entrySet().stream()
        .filter(table -> table.getValue() > 0)
        .forEach(
            table ->
                out.printf(Locale.ROOT, "  %-28s %,10d rows%n", table.getKey(), table.getValue()));
    JsonNode verification = certificate.path("verification");
    out.printf(
        Locale.ROOT,
        "  nothing is left in %,d files (%,.1f MB, unpacked %,.1f MB more)%n",
        verification.path("files").asLong(),
        verification.path("bytes").asLong() / MEGABYTE,
        verification.path("decoded_bytes").asLong() / MEGABYTE);
    long tooShort = verification.path("decisions_too_short").asLong();
    if (tooShort > 0) {
      out.printf(
          Locale.ROOT,
          "  too short to be looked for: %,d decision ids; their rows are gone%n",
          tooShort);
    }
    out.printf(
        Locale.ROOT,
        "  models that learned from them: %d, withdrawn: %d%n",
        certificate.path("models").size(),
        certificate.path("models_withdrawn").size());
    out.printf(
        Locale.ROOT,
        "erasure %s of %,d subjects is certified in govern.erasures%n",
        report.id(),
        report.subjects().size());
  }

  private JsonNode certificate() {
    try {
      return new ObjectMapper().readTree(report.certificate());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the certificate is no JSON", e);
    }
  }
}
