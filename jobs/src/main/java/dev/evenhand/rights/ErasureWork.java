package dev.evenhand.rights;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.JsonNode;
import dev.evenhand.lake.Catalog;
import dev.evenhand.lake.Forgetting;
import dev.evenhand.lake.Lake;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.pseudonym.Pseudonyms;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What the stages of one erasure work with. */
record ErasureWork(
    SparkSession spark,
    Lake lake,
    Catalog catalog,
    Keys keys,
    Clock clock,
    Journal journal,
    Consumer<String> say) {
  static final String REQUEST = "request";
  static final String FOUND = "found";
  static final String DELETED = "deleted";
  static final String UNIQUE = "unique";
  static final String WITHDRAWN = "withdrawn";
  static final String IDENTITIES = "identities";
  static final String PURGED = "purged";
  static final String VERIFIED = "verified";

  Pseudonyms pseudonyms() {
    return new Pseudonyms(keys);
  }

  Tracing tracing() {
    return new Tracing(catalog);
  }

  Forgetting forgetting() {
    return new Forgetting(spark, catalog);
  }

  /** The subjects as they were asked for. */
  KeyTable subjects() {
    return table("subjects");
  }

  /** All that the lake knows them by. */
  KeyTable traces() {
    return table("traces");
  }

  /** The texts of their rows. */
  KeyTable texts() {
    return table("texts");
  }

  /** Those of them that nobody else's rows hold. */
  KeyTable uniqueTexts() {
    return table("unique");
  }

  private KeyTable table(String name) {
    return new KeyTable(spark, pseudonyms(), journal.place(name), "erasure " + journal.id());
  }

  /** What a stage that is over left. */
  JsonNode outcome(String stage) {
    return journal.read(stage).orElseThrow();
  }

  List<String> texts(String stage, String field) {
    List<String> texts = new ArrayList<>();
    outcome(stage).path(field).forEach(text -> texts.add(text.asText()));
    return texts;
  }

  Map<String, Long> numbers(String stage, String field) {
    Map<String, Long> numbers = new LinkedHashMap<>();
    outcome(stage)
        .path(field)
        .properties()
        .forEach(entry -> numbers.put(entry.getKey(), entry.getValue().asLong()));
    return numbers;
  }

  /** When models need retraining, as the request said. */
  RetrainLimits limits() {
    JsonNode share = outcome(REQUEST).path("retrain_share");
    return new RetrainLimits(
        share.isMissingNode() ? Optional.empty() : Optional.of(share.asDouble()), Optional.empty());
  }

  static Dataset<Row> ofKind(Dataset<Row> keys, KeyTable.Kind kind) {
    return keys.filter(col(KeyTable.KIND).equalTo(kind.word()));
  }

  /** Keys of one kind on the driver, for a search through files. */
  static List<String> listed(Dataset<Row> keys, KeyTable.Kind kind) {
    return ofKind(keys, kind)
        .select(Footprint.KEY)
        .distinct()
        .as(Encoders.STRING())
        .collectAsList();
  }

  /** Subjects and decisions among the keys. */
  Wanted wanted(Dataset<Row> traces) {
    Dataset<Row> subjects =
        ofKind(traces, KeyTable.Kind.SUBJECT).select(Footprint.KEY).distinct().localCheckpoint();
    return Wanted.of(
        subjects, same -> ofKind(traces, KeyTable.Kind.DECISION), texts(REQUEST, "namespaces"));
  }
}
