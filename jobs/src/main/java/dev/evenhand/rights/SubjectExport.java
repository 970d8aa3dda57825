package dev.evenhand.rights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenhand.lake.Catalog;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Identities;
import dev.evenhand.lake.table.Quarantine;
import dev.evenhand.lake.table.Tables;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.pseudonym.Keyset;
import dev.evenhand.pseudonym.Pseudonyms;
import dev.evenhand.pseudonym.SealedColumns;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;

/**
 * Everything that a lake holds on one customer: every row of every table, with what each column
 * means, sealed texts opened, and the models that learned from it.
 */
public final class SubjectExport {
  private static final String FORMAT = "evenhand-subject-1";

  private final Catalog catalog;
  private final Keys keys;

  public SubjectExport(Catalog catalog, Keys keys) {
    this.catalog = catalog;
    this.keys = keys;
  }

  /** The export in both of its forms. */
  public record Held(String json, String page, long rows) {}

  /**
   * A table's part of it.
   *
   * @param columns what each column means, by its name
   * @param rows each row's values by column, without those that are missing
   */
  record Part(
      String table, String what, Map<String, String> columns, List<Map<String, String>> rows) {}

  /** Gathers it. */
  public Held of(List<String> subjectKeys, Set<String> keptNamespaces, Instant now) {
    Wanted wanted = wanted(subjectKeys, keptNamespaces);
    ObjectNode json = Journal.JSON.createObjectNode();
    json.put("format", FORMAT);
    json.put("lake", catalog.files().root());
    json.put("exported_at", now.toString());
    subjectKeys.forEach(json.putArray("subject_keys")::add);
    ArrayNode tables = json.putArray("tables");
    List<Part> parts = new ArrayList<>();
    long count = 0;
    for (Footprint footprint : new Tracing(catalog).footprints()) {
      List<JsonNode> rows = rows(footprint, wanted);
      if (!rows.isEmpty()) {
        count += rows.size();
        Part part = part(footprint, rows);
        parts.add(part);
        ObjectNode table = tables.addObject().put("table", part.table()).put("what", part.what());
        table.set("columns", Journal.JSON.valueToTree(part.columns()));
        rows.forEach(table.putArray("rows")::add);
      }
    }
    List<ModelExposure> models = ModelExposure.of(catalog, wanted.subjects());
    models.forEach(
        model ->
            json.withArray("models")
                .addObject()
                .put("pipeline", model.pipeline())
                .put("run", model.runId())
                .put("model", model.model())
                .put("status", model.status()));
    return new Held(json.toPrettyString(), page(parts, models, now), count);
  }

  private Wanted wanted(List<String> subjectKeys, Set<String> kept) {
    Dataset<Row> asked = Footprint.keys(catalog.spark(), subjectKeys);
    Tracing tracing = new Tracing(catalog);
    return Wanted.of(
        asked.union(tracing.aliases(asked, kept)).localCheckpoint(),
        subjects -> tracing.decisions(subjects),
        new SubjectResolver(catalog, keys).namespaces());
  }

  private List<JsonNode> rows(Footprint footprint, Wanted wanted) {
    Dataset<Row> held =
        SealedColumns.opened(
            new Pseudonyms(keys),
            footprint.table(),
            footprint.held(catalog.rows(footprint.table()), wanted, new Pseudonyms(keys)));
    return held.toJSON().collectAsList().stream()
        .sorted()
        .map(row -> opened(footprint, row))
        .toList();
  }

  /** With what is encrypted in the clear: it is theirs. */
  private JsonNode opened(Footprint footprint, String row) {
    try {
      ObjectNode json = (ObjectNode) Journal.JSON.readTree(row);
      Keyset keyset = keys.keyset();
      if (footprint.isSealed()) {
        byte[] sealed = Base64.getDecoder().decode(json.path(Quarantine.RAW.name()).asText());
        byte[] text = keyset.open(sealed, json.path(Quarantine.SOURCE.name()).asText());
        json.put(Quarantine.RAW.name(), new String(text, StandardCharsets.UTF_8));
      } else if (footprint.isIdentities()) {
        byte[] identity =
            Base64.getDecoder().decode(json.path(Identities.IDENTITY.name()).asText());
        String namespace = json.path(Identities.NAMESPACE.name()).asText();
        json.put(Identities.IDENTITY.name(), keyset.canonicalOf(namespace, identity));
      }
      return json;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a row of " + footprint.table() + " is no JSON", e);
    }
  }

  private Part part(Footprint footprint, List<JsonNode> rows) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (StructField field : catalog.rows(footprint.table()).schema().fields()) {
      if (rows.stream().anyMatch(row -> row.has(field.name()))) {
        columns.put(field.name(), field.getComment().getOrElse(() -> ""));
      }
    }
    List<Map<String, String>> texts = new ArrayList<>();
    for (JsonNode row : rows) {
      Map<String, String> text = new LinkedHashMap<>();
      row.properties()
          .forEach(
              value ->
                  text.put(
                      value.getKey(),
                      value.getValue().isValueNode()
                          ? value.getValue().asText()
                          : value.getValue().toString()));
      texts.add(text);
    }
    String what =
        Tables.ALL.stream()
            .filter(table -> table.name().equals(footprint.table()))
            .map(TableContract::comment)
            .findFirst()
            .orElse("Rows of a source");
    return new Part(footprint.table(), what, columns, texts);
  }

  private static String page(List<Part> parts, List<ModelExposure> models, Instant now) {
    StringOutput page = new StringOutput();
    JtesubjectGenerated.render(
        new OwaspHtmlTemplateOutput(page), null, parts, models, now.toString());
    return page.toString();
  }
}
