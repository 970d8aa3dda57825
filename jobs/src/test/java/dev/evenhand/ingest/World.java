package dev.evenhand.ingest;

import dev.evenhand.config.Overrides;
import dev.evenhand.config.Pipeline;
import dev.evenhand.config.PipelineFile;
import dev.evenhand.job.JobContext;
import dev.evenhand.job.RowCounts;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Bronze;
import dev.evenhand.lake.table.Identities;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.support.Spark;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A folder with data, a pipeline file over it, and a lake to load it into. */
final class World {
  static final String PIPELINE = "sales-offers";
  private static final Instant MOMENT = Instant.parse("2026-03-01T00:00:00Z");

  private final Path folder;
  private final Keys keys;
  private String sources = "";
  private String decisions = "SELECT 'd' AS decision_id";
  private String minimize = "{keep: all, reason: Tests look at every column}";
  private Instant asOf = MOMENT;
  private int runs;

  private World(Path folder, Keys keys) {
    this.folder = folder;
    this.keys = keys;
  }

  static World in(Path folder) {
    try {
      Files.createDirectories(folder.resolve("data"));
      return new World(folder, Keys.madeAt(folder.resolve("keys.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  World file(String name, String... lines) {
    return file(name, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  World file(String name, byte[] bytes) {
    try {
      Path file = folder.resolve("data").resolve(name);
      Files.createDirectories(file.getParent());
      if (name.endsWith(".gz")) {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
          out.write(bytes);
        }
      } else {
        Files.write(file, bytes);
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** YAML of the sources, each line of it as it would stand under {@code sources:}. */
  World sources(String yaml) {
    this.sources = yaml.indent(2);
    return this;
  }

  World decisions(String sql) {
    this.decisions = sql;
    return this;
  }

  /** Lands what is used alone. */
  World minimized() {
    this.minimize = "{keep: used}";
    return this;
  }

  World asOf(String moment) {
    this.asOf = Instant.parse(moment);
    return this;
  }

  PipelineFile pipelineFile() {
    String text =
        """
        pipeline: sales-offers
        description: Which customers get an offer
        data: DATA
        lake: LAKE
        minimize: MINIMIZE
        sources:
        SOURCESconform:
          protected: SELECT 'k' AS subject_key, 'north' AS origin
          decisions: >-
            DECISIONS
        consent: {basis: contract, reason: The customers asked for offers in their contract}
        features: {columns: [tenure]}
        split: {test: 30%}
        decide: {top: 20%}
        train: [{name: plain, estimator: logistic-regression}]
        evaluate: {sensitive: [origin]}
        card: {owner: Sales, contact: s@example.com, intended_use: Offers, out_of_scope: Prices}
        """
            .replace("DATA", folder.resolve("data").toString())
            .replace("LAKE", folder.resolve("lake").toString())
            .replace("MINIMIZE", minimize)
            .replace("SOURCES", sources)
            .replace("DECISIONS", decisions);
    try {
      Path file = Files.writeString(folder.resolve("pipeline.yaml"), text);
      return PipelineFile.read(file, Map.of(), new Overrides(Optional.empty(), Optional.empty()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs the step as a new run. */
  RowCounts ingest() {
    runs++;
    return ingestAgain();
  }

  /** Runs the step once more in the same run, as after a crash. */
  RowCounts ingestAgain() {
    Pipeline pipeline = pipelineFile().pipeline();
    return new IngestJob(pipeline, Keys.at(keys.path())).run(context());
  }

  JobContext context() {
    return new JobContext(Spark.session(), lake(), scope(), asOf, 17);
  }

  RunScope scope() {
    return new RunScope(PIPELINE, "r" + runs);
  }

  Lake lake() {
    return new Lake(Spark.session(), lakeFolder().toString());
  }

  Path lakeFolder() {
    return folder.resolve("lake");
  }

  Path folder() {
    return folder;
  }

  Keys keys() {
    return keys;
  }

  Dataset<Row> bronze(String source) {
    return lake().readPipeline(Bronze.contract(source, List.of()), PIPELINE);
  }

  Dataset<Row> table(TableContract contract) {
    return lake().readPipeline(contract, PIPELINE);
  }

  /**
   * The customers that identities know, in the clear and sorted; one that stands twice is twice.
   */
  List<String> customers() {
    return table(Identities.CONTRACT).select("identity").collectAsList().stream()
        .map(row -> keys.keyset().canonicalOf("customer", row.<byte[]>getAs("identity")))
        .sorted()
        .toList();
  }
}
