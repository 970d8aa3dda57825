package dev.evenhand.fairness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenhand.support.Spark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** One data set of the golden values: its predictions, its figures, and the audits of them. */
public record Golden(String name, JsonNode metrics) {
  public static final List<String> DATASETS = List.of("adult", "bank_marketing");

  public static Path folder() {
    String data = System.getenv("EVENHAND_DATA");
    Path root = Path.of(data == null || data.isBlank() ? "../shared/data" : data);
    return root.resolve("../golden").normalize();
  }

  public static JsonNode json(String path) {
    Path file = folder().resolve(path);
    assumeTrue(Files.exists(file), "golden values are not there: " + file);
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Golden of(String name) {
    return new Golden(name, json("open/" + name + "/metrics.json"));
  }

  public Path file(String file) {
    return folder().resolve("open").resolve(name).resolve(file);
  }

  public Dataset<Row> predictions() {
    return Spark.session().read().option("header", true).csv(file("predictions.csv.gz").toString());
  }

  public List<String> attributes() {
    return fields(metrics.get("privileged")).stream().filter(key -> !key.contains("|")).toList();
  }

  AuditResult audit(boolean weighted, AuditOptions options) {
    Columns columns = Columns.of("y_true", "y_pred").withScore("y_score");
    Map<String, String> privileged = new HashMap<>();
    attributes()
        .forEach(name -> privileged.put(name, metrics.get("privileged").get(name).asText()));
    return Audit.of(
        predictions(),
        new AuditRequest(
            weighted ? columns.withWeight("weight") : columns,
            new Grouping(attributes(), List.of(), 2, privileged),
            options));
  }

  /** a|b as this project writes it. */
  public static String canonical(String golden) {
    return Names.of(List.of(golden.split("\\|")));
  }

  public static List<String> fields(JsonNode node) {
    return node.properties().stream().map(Map.Entry::getKey).toList();
  }
}
