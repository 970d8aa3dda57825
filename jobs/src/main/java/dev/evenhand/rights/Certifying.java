package dev.evenhand.rights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.table.Erasures;
import dev.evenhand.lake.table.ModelFlags;
import dev.evenhand.pseudonym.Signer;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The last stage: flags the models that learned from the subjects, and enters the signed
 * certificate in {@code govern.erasures}.
 */
record Certifying(ErasureWork work) {
  private static final String FORMAT = "evenhand-erasure-1";

  /** Enters what is not there yet, and returns the certificate. */
  String run() {
    boolean isEntered =
        work.catalog().has(Erasures.CONTRACT.name())
            && !work.lake().readRun(Erasures.CONTRACT, scope(Erasures.PIPELINE)).isEmpty();
    if (isEntered) {
      return entered();
    }
    flags();
    Signer signer = work.keys().keyset().signer();
    String certificate = certificate(signer);
    byte[] text = certificate.getBytes(StandardCharsets.UTF_8);
    work.lake()
        .append(
            Erasures.CONTRACT,
            work.spark()
                .createDataFrame(
                    List.of(row(certificate, signer.sign(text), signer.publicKey())),
                    Erasures.CONTRACT.columns()),
            scope(Erasures.PIPELINE));
    return certificate;
  }

  private String entered() {
    return work.lake()
        .readRun(Erasures.CONTRACT, scope(Erasures.PIPELINE))
        .select(Erasures.CERTIFICATE.column())
        .head()
        .getString(0);
  }

  private RunScope scope(String pipeline) {
    return new RunScope(pipeline, work.journal().id());
  }

  private Row row(String certificate, byte[] signature, byte[] publicKey) {
    JsonNode request = work.outcome(ErasureWork.REQUEST);
    List<String> hashes = work.texts(ErasureWork.REQUEST, "subjects");
    return RowFactory.create(
        (long) hashes.size(),
        CollectionConverters.asScala(hashes).toSeq(),
        map(rowsErased()),
        map(work.numbers(ErasureWork.FOUND, "versions")),
        map(work.numbers(ErasureWork.PURGED, "versions")),
        Timestamp.from(Instant.parse(request.path("at").asText())),
        Timestamp.from(Instant.parse(work.outcome(ErasureWork.VERIFIED).path("at").asText())),
        certificate,
        signature,
        publicKey);
  }

  private Map<String, Long> rowsErased() {
    Map<String, Long> rows = new TreeMap<>(work.numbers(ErasureWork.FOUND, "tables"));
    work.numbers(ErasureWork.WITHDRAWN, "tables")
        .forEach((name, n) -> rows.merge(name, n, Long::sum));
    return rows;
  }

  private static scala.collection.Map<String, Object> map(Map<String, Long> numbers) {
    Map<String, Object> boxed = new TreeMap<>(numbers);
    return CollectionConverters.asScala(boxed);
  }

  /** In one order, so that the same facts give the same bytes. */
  private String certificate(Signer signer) {
    ObjectNode certificate = Journal.JSON.createObjectNode();
    certificate.put("format", FORMAT);
    certificate.put("erasure", work.journal().id());
    certificate.put("lake", work.lake().files().root());
    certificate.put("requested_at", work.outcome(ErasureWork.REQUEST).path("at").asText());
    certificate.put("completed_at", work.outcome(ErasureWork.VERIFIED).path("at").asText());
    certificate.set("subjects", work.outcome(ErasureWork.REQUEST).path("subjects"));
    certificate.set("aliases", work.outcome(ErasureWork.FOUND).path("aliases"));
    ArrayNode tables = certificate.putArray("tables");
    Map<String, Long> rows = rowsErased();
    Map<String, Long> before = work.numbers(ErasureWork.FOUND, "versions");
    Map<String, Long> after = work.numbers(ErasureWork.PURGED, "versions");
    for (String table : new TreeSet<>(after.keySet())) {
      ObjectNode entry = tables.addObject();
      entry.put("table", table);
      entry.put("rows_erased", rows.getOrDefault(table, 0L));
      entry.put("version_before", before.get(table));
      entry.put("version_after", after.get(table));
    }
    certificate.set("models", work.outcome(ErasureWork.FOUND).path("models"));
    certificate.set("models_withdrawn", work.outcome(ErasureWork.WITHDRAWN).path("models"));
    certificate.set("verification", work.outcome(ErasureWork.VERIFIED));
    certificate.put("keyset", work.keys().keyset().fingerprint());
    certificate.put("public_key", HexFormat.of().formatHex(signer.publicKey()));
    return certificate.toString();
  }

  private void flags() {
    List<String> withdrawn = work.texts(ErasureWork.WITHDRAWN, "models");
    Map<String, List<Row>> byPipeline = new TreeMap<>();
    for (JsonNode model : work.outcome(ErasureWork.FOUND).path("models")) {
      byPipeline
          .computeIfAbsent(model.path("pipeline").asText(), name -> new ArrayList<>())
          .add(flag(model, withdrawn));
    }
    byPipeline.forEach(
        (pipeline, rows) -> {
          boolean isEntered =
              work.catalog().has(ModelFlags.CONTRACT.name())
                  && !work.lake().readRun(ModelFlags.CONTRACT, scope(pipeline)).isEmpty();
          if (!isEntered) {
            work.lake()
                .append(
                    ModelFlags.CONTRACT,
                    work.spark().createDataFrame(rows, ModelFlags.CONTRACT.columns()),
                    scope(pipeline));
          }
        });
  }

  private Row flag(JsonNode model, List<String> withdrawn) {
    long subjects = model.path("subjects").asLong();
    long all = model.path("training_subjects").asLong();
    double share = ModelExposure.share(subjects, all);
    String path =
        String.join(
            "/",
            model.path("pipeline").asText(),
            model.path("run").asText(),
            model.path("model").asText());
    String reason = withdrawn.contains(path) ? "its files held what only the erased had" : null;
    if (reason == null && share > model.path("retrain_share").asDouble(RetrainLimits.SHARE)) {
      reason =
          String.format(
              Locale.ROOT, "%.2f%% of the persons it learned from are erased", 100 * share);
    }
    return RowFactory.create(
        model.path("model").asText(),
        model.path("run").asText(),
        "erasure",
        subjects,
        all,
        share,
        reason != null,
        reason,
        Timestamp.from(Instant.parse(work.outcome(ErasureWork.VERIFIED).path("at").asText())));
  }
}
