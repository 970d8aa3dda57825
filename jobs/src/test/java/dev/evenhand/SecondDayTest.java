package dev.evenhand;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.config.Overrides;
import dev.evenhand.config.Pipeline;
import dev.evenhand.config.PipelineFile;
import dev.evenhand.generate.Warehouse;
import dev.evenhand.generate.WarehouseSpec;
import dev.evenhand.generate.WarehouseSpec.Packing;
import dev.evenhand.job.Job;
import dev.evenhand.job.Progress;
import dev.evenhand.job.RunOptions;
import dev.evenhand.job.RunPlan;
import dev.evenhand.job.Runner;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.FeatureRows;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.Measures;
import dev.evenhand.lake.table.Sales;
import dev.evenhand.lake.table.UsableDecisions;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.support.FixedKeys;
import dev.evenhand.support.Spark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A warehouse that delivers twice, in September and at Christmas: every row comes with the delivery
 * after it was recorded. The sales of the second delivery hold some from before the first.
 */
@Tag("proof")
class SecondDayTest {
  private static final Path HOME = Spark.temporary("second-day");
  private static final String SEPTEMBER = "2024-09-20";
  private static final String OCTOBER = "2024-10-10";
  private static final String CHRISTMAS = "2024-12-24";
  private static final Path DELIVERED = HOME.resolve("delivered");
  private static final String PIPELINE = "demo";
  private static final String WITHDRAWAL =
      ",campaign-targeting,withdrawn,2024-12-01,2024-12-01 10:00:00,consent,letter";

  /** The sources that grow, and the column that tells when a row was known. */
  private static final Map<String, String> GROWING =
      Map.of(
          "sales", "recorded_at",
          "consents", "recorded_at",
          "contacts", "contacted_at",
          "campaigns", "sent_on",
          "customers", "valid_from");

  private static final Lake DAILY = lake("daily");
  private static Keys keys;
  private static RunScope september;
  private static RunScope christmas;
  private static long christmasLines;

  @BeforeAll
  static void twoDeliveries() throws IOException {
    String warehouse = HOME.resolve("warehouse").toString();
    Warehouse.write(Spark.session(), new WarehouseSpec(6_000, 17, warehouse).packed(Packing.PLAIN));
    keys = FixedKeys.in(HOME);
    for (String name : List.of("products.csv", "protected.csv")) {
      Files.createDirectories(DELIVERED);
      Files.copy(HOME.resolve("warehouse").resolve(name), DELIVERED.resolve(name));
    }
    deliver("september", known -> known.compareTo(SEPTEMBER) < 0);
    september = run(DAILY, SEPTEMBER);
    christmasLines =
        deliver(
            "christmas",
            known -> known.compareTo(SEPTEMBER) >= 0 && known.compareTo(CHRISTMAS) < 0);
    christmasLines += withdrawals();
    christmas = run(DAILY, CHRISTMAS);
  }

  @Test
  void onlyWhatIsNewIsLoaded() {
    double loaded =
        DAILY
            .readRun(Figures.QUALITY, christmas)
            .filter(Figures.METRIC.column().equalTo(Measures.ROWS_IN))
            .filter(Figures.DATASET.column().isin(GROWING.keySet().toArray()))
            .selectExpr("sum(value)")
            .head()
            .getDouble(0);
    assertThat(loaded).isEqualTo(christmasLines).isPositive();
  }

  @Test
  void lateRowsFindTheirPlace() {
    Dataset<Row> late =
        DAILY
            .readPipeline(Sales.CONTRACT, PIPELINE)
            .filter("sold_at < '" + SEPTEMBER + "' AND recorded_at >= '" + SEPTEMBER + "'");
    assertThat(late.count()).as("sold before the first delivery, told by the second").isPositive();
  }

  @Test
  void twoDeliveriesGiveWhatOneWouldHaveGiven() {
    Lake atOnce = lake("at-once");
    RunScope run = run(atOnce, CHRISTMAS);
    for (TableContract table : List.of(UsableDecisions.CONTRACT, FeatureRows.CONTRACT)) {
      assertThat(rows(atOnce, table, run)).isEqualTo(rows(DAILY, table, christmas)).isNotEmpty();
    }
  }

  @Test
  void aRerunForAPastDateKnowsWhatWasKnownThen() {
    RunScope again = run(DAILY, SEPTEMBER);
    for (TableContract table : List.of(UsableDecisions.CONTRACT, FeatureRows.CONTRACT)) {
      assertThat(rows(DAILY, table, again)).isEqualTo(rows(DAILY, table, september)).isNotEmpty();
    }
    List<String> withdrawn = new ArrayList<>(subjects(september));
    withdrawn.removeAll(subjects(christmas));
    assertThat(withdrawn).as("withdrew their consent before Christmas").isNotEmpty();
    assertThat(subjects(again)).isEqualTo(subjects(september));
  }

  @Test
  void aDecisionIsLabelledOnceItsOutcomeIsKnown() {
    RunScope october = run(DAILY, OCTOBER);
    Dataset<Row> open =
        DAILY.readRun(UsableDecisions.CONTRACT, october).filter("decided_at >= '2024-10-07'");
    assertThat(open.count()).as("the campaign of three days ago").isPositive();
    assertThat(open.filter("label IS NOT NULL").count()).isZero();
    Dataset<Row> closed =
        DAILY.readRun(UsableDecisions.CONTRACT, christmas).filter("decided_at >= '2024-10-07'");
    assertThat(closed.filter("label IS NULL").count()).isZero();
  }

  private static Lake lake(String name) {
    return new Lake(Spark.session(), HOME.resolve(name).toString());
  }

  /** Writes a file for each growing source with its rows known then; how many rows there are. */
  private static long deliver(String delivery, Predicate<String> isKnownThen) throws IOException {
    long delivered = 0;
    for (Map.Entry<String, String> source : GROWING.entrySet()) {
      List<String> lines = new ArrayList<>();
      for (Path file : files(source.getKey())) {
        List<String> all = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        int column = List.of(all.get(0).split(",")).indexOf(source.getValue());
        if (lines.isEmpty()) {
          lines.add(all.get(0));
        }
        all.stream().skip(1).filter(line -> isKnown(line, column, isKnownThen)).forEach(lines::add);
      }
      Path folder = Files.createDirectories(DELIVERED.resolve(source.getKey()));
      Files.write(folder.resolve(delivery + ".csv"), lines, StandardCharsets.ISO_8859_1);
      delivered += lines.size() - 1;
    }
    return delivered;
  }

  /** Every tenth customer withdraws on the first of December. */
  private static long withdrawals() throws IOException {
    List<String> lines =
        Files.readAllLines(HOME.resolve("warehouse/protected.csv")).stream()
            .map(line -> line.split(",")[0])
            .filter(customer -> customer.endsWith("7"))
            .map(customer -> customer + WITHDRAWAL)
            .toList();
    Files.write(DELIVERED.resolve("consents/christmas.csv"), lines, StandardOpenOption.APPEND);
    return lines.size();
  }

  private static boolean isKnown(String line, int column, Predicate<String> isKnownThen) {
    String[] values = line.split(",", -1);
    return values.length > column && isKnownThen.test(values[column]);
  }

  private static List<Path> files(String source) throws IOException {
    Path file = HOME.resolve("warehouse").resolve(source + ".csv");
    if (Files.exists(file)) {
      return List.of(file);
    }
    try (Stream<Path> all = Files.list(HOME.resolve("warehouse").resolve(source))) {
      return all.filter(path -> path.toString().endsWith(".csv")).sorted().toList();
    }
  }

  private static RunScope run(Lake lake, String asOf) {
    try {
      String text = Files.readString(Path.of("conf/pipelines/demo.yaml"));
      for (String source : GROWING.keySet()) {
        text = text.replace("path: " + source + ".csv", "path: " + source);
        text =
            text.replace("path: " + source + "\n", "path: " + source + "\n    load: new-files\n");
      }
      Path file = Files.writeString(HOME.resolve("demo.yaml"), text);
      Overrides places =
          new Overrides(Optional.of(DELIVERED.toString()), Optional.of(lake.files().root()));
      PipelineFile read = PipelineFile.read(file, Map.of(), places);
      Pipeline pipeline = read.pipeline();
      RunPlan plan =
          new RunPlan(
              PIPELINE, read.sha256(), "test", Instant.parse(asOf + "T00:00:00Z"), pipeline.seed());
      List<Job> jobs = Jobs.of(pipeline, keys);
      List<String> names = jobs.stream().map(Job::name).toList();
      return new Runner(Spark.session(), lake, Clock.systemUTC(), Progress.silent())
          .run(jobs.subList(0, names.indexOf("features") + 1), plan, RunOptions.whole());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The run's rows as text, without its id. */
  private static List<String> rows(Lake lake, TableContract table, RunScope run) {
    Dataset<Row> rows = lake.readRun(table, run).drop("run_id");
    for (String map : List.of("numbers", "categories")) {
      rows = rows.withColumn(map, expr(sorted(map)));
    }
    return rows.toJSON().collectAsList().stream().sorted().toList();
  }

  private static String sorted(String map) {
    return "transform(array_sort(map_entries(" + map + ")), e -> concat(e.key, '=', e.value))";
  }

  private static List<String> subjects(RunScope run) {
    return DAILY
        .readRun(UsableDecisions.CONTRACT, run)
        .filter("decided_at < '" + SEPTEMBER + "'")
        .select("subject_key")
        .distinct()
        .orderBy("subject_key")
        .as(Encoders.STRING())
        .collectAsList();
  }
}
