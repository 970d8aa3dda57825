package dev.evenhand.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenhand.base.DataProblem;
import dev.evenhand.base.Sha256;
import dev.evenhand.support.Spark;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarehouseTest {
  private static final long ROWS = 30_000;
  private static final long SEED = 7;

  @TempDir static Path folder;
  private static SparkSession spark;
  private static Path made;
  private static JsonNode truth;

  @BeforeAll
  static void make() throws IOException {
    spark = Spark.session();
    made = folder.resolve("warehouse");
    Warehouse.write(spark, new WarehouseSpec(ROWS, SEED, made.toString()));
    truth = new ObjectMapper().readTree(made.resolve("truth.json").toFile());
  }

  @Test
  void theSameSeedGivesTheSameBytes() throws IOException {
    Path again = folder.resolve("again");
    Warehouse.write(spark, new WarehouseSpec(ROWS, SEED, again.toString()));

    assertThat(hashes(again)).isEqualTo(hashes(made)).hasSizeGreaterThan(8);
  }

  @Test
  void anotherSeedGivesOtherSales() {
    WarehouseSpec spec = new WarehouseSpec(2_000, SEED, "unused");
    WarehouseSpec other = new WarehouseSpec(2_000, SEED + 1, "unused");

    assertThat(Warehouse.sales(spark, other).collectAsList())
        .isNotEqualTo(Warehouse.sales(spark, spec).collectAsList());
  }

  @Test
  void goodLinesAreTheSameOnAnyNumberOfPartitions() throws IOException {
    WarehouseSpec spec = new WarehouseSpec(ROWS, SEED, "unused");
    Set<String> reckoned = new HashSet<>();
    for (Row row :
        Warehouse.sales(spark, spec)
            .coalesce(1)
            .select("order_id", "line_no", "amount")
            .collectAsList()) {
      reckoned.add(row.mkString(","));
    }
    Set<String> written = new HashSet<>();
    for (String line : salesLines()) {
      String[] cells = line.split(",", -1);
      if (cells.length == 11) {
        written.add(String.join(",", cells[0], cells[1], cells[7]));
      }
    }

    assertThat(written).containsAll(reckoned);
    assertThat((long) reckoned.size())
        .isEqualTo(ROWS - truth.at("/counts/bad_sales_lines").asLong());
  }

  @Test
  void everyReasonHasAsManyBadLinesAsTheTruthSays() throws IOException {
    Map<String, Long> found = new TreeMap<>();
    for (String line : salesLines()) {
      String reason = reason(line);
      if (reason != null) {
        found.merge(reason, 1L, Long::sum);
      }
    }
    Map<String, Long> stated = new TreeMap<>();
    truth
        .at("/counts/bad_by_reason")
        .properties()
        .forEach(e -> stated.put(e.getKey(), e.getValue().asLong()));

    assertThat(found).isEqualTo(stated).hasSize(6);
    assertThat(salesLines()).hasSize((int) ROWS);
  }

  @Test
  void theTruthAgreesWithTheFiles() throws IOException {
    Map<String, String> origins = new HashMap<>();
    rows("protected.csv").forEach(r -> origins.put(r[0], r[1]));
    Map<String, String> contacted = new HashMap<>();
    rows("contacts.csv").forEach(r -> contacted.put(r[0], origins.get(r[2])));
    Map<String, long[]> counts = new HashMap<>();
    for (String[] r : rows("truth/labels.csv").toList()) {
      long[] count = counts.computeIfAbsent(contacted.get(r[0]), o -> new long[3]);
      count[0]++;
      count[1] += Long.parseLong(r[1]);
      count[2] += Long.parseLong(r[2]);
    }

    for (String origin : List.of("north", "south")) {
      JsonNode stated = truth.at("/label_bias/by_group/" + origin);
      long[] count = counts.get(origin);
      assertThat(stated.get("decisions").asLong()).isEqualTo(count[0]);
      assertThat(stated.get("true_rate").asDouble()).isEqualTo((double) count[1] / count[0]);
      assertThat(stated.get("recorded_rate").asDouble()).isEqualTo((double) count[2] / count[0]);
    }
  }

  @Test
  void whatIsRealisedIsNearWhatWasPlanted() {
    assertThat(truth.at("/label_bias/lost_positives").asDouble()).isCloseTo(0.5, within(0.12));
    assertThat(truth.at("/label_bias/true_gap").asDouble()).isCloseTo(0, within(0.05));
    assertThat(truth.at("/label_bias/recorded_gap").asDouble()).isGreaterThan(0.05);
    assertThat(truth.at("/proxy/auc").asDouble()).isCloseTo(0.875, within(0.05));
    assertThat(truth.at("/under_representation/share_of_decisions").asDouble())
        .isLessThan(truth.at("/under_representation/share_of_customers").asDouble() * 0.7);
    assertThat(truth.at("/consent/decisions_excluded").asLong()).isPositive();
    assertThat(truth.at("/consent/decisions_taken_after_a_withdrawal").asLong()).isPositive();
  }

  @Test
  void theOpenCampaignHasNoOutcomeYet() throws IOException {
    List<String[]> open = rows("contacts.csv").filter(r -> r[1].equals("C07")).toList();

    assertThat(open).isNotEmpty().allSatisfy(r -> assertThat(r[4]).isEmpty());
    assertThat(rows("contacts.csv").filter(r -> !r[1].equals("C07")))
        .allSatisfy(r -> assertThat(r[4]).isIn("0", "1"));
  }

  @Test
  void leakedRowsAreRecordedAfterEveryDecision() throws IOException {
    Path leaked = folder.resolve("leaked");
    WarehouseSpec spec = new WarehouseSpec(2_000, SEED, leaked.toString());
    Warehouse.write(spark, spec.with(WarehouseSpec.Future.LEAKED));
    List<String> lines = Files.readAllLines(leaked.resolve("sales/sales-from-the-future.csv"));

    assertThat(lines).hasSizeGreaterThan(5);
    assertThat(lines.subList(1, lines.size()))
        .allSatisfy(line -> assertThat(line.split(",")[4]).startsWith("2025-01-20"));
    assertThat(Files.readAllLines(leaked.resolve("customers.csv")).get(0))
        .endsWith("future_responses");
    JsonNode counts =
        new ObjectMapper().readTree(leaked.resolve("truth.json").toFile()).get("counts");
    assertThat(counts.get("leaked_sales_lines").asLong()).isEqualTo(lines.size() - 1L);
    assertThat(counts.get("sales_lines").asLong()).isEqualTo(2_000 + lines.size() - 1L);
  }

  @Test
  void aFolderWithOtherFilesIsRefused() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("thesis.txt"), "mine");
    WarehouseSpec spec = new WarehouseSpec(2_000, SEED, other.toString());

    assertThatThrownBy(() -> Warehouse.write(spark, spec))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("holds other files");
    assertThat(other.resolve("thesis.txt")).hasContent("mine");
  }

  @Test
  void tooFewRowsAreRefused() {
    assertThatThrownBy(() -> new WarehouseSpec(10, SEED, "unused"))
        .isInstanceOf(DataProblem.class)
        .hasMessage("--rows must be from 1,000 to 10,000,000,000 sales lines, was 10");
  }

  private static String reason(String line) {
    String[] cells = line.split(",", -1);
    if (cells.length != 11) {
      return "ragged";
    } else if (cells[3].startsWith("2024-02-30")) {
      return "bad_date";
    } else if (cells[2].isEmpty()) {
      return "missing_customer";
    } else if (cells[10].equals("M\uFFFDnchen")) {
      return "invalid_utf8";
    } else if (Long.parseLong(cells[6]) > Integer.MAX_VALUE) {
      return "out_of_range";
    }
    return Long.parseLong(cells[6]) < 0 ? "failed_check" : null;
  }

  /** The lines below the headers of all sales files; bytes that are not UTF-8 become U+FFFD. */
  private static List<String> salesLines() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : files(made.resolve("sales"))) {
      try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
        List<String> all = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        assertThat(all.get(0)).startsWith("order_id,line_no,customer_id,");
        lines.addAll(all.subList(1, all.size()));
      }
    }
    return lines;
  }

  private static Stream<String[]> rows(String name) throws IOException {
    return Files.readAllLines(made.resolve(name)).stream().skip(1).map(line -> line.split(",", -1));
  }

  private static Map<String, String> hashes(Path root) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    for (Path file : files(root)) {
      byte[] bytes = Files.readAllBytes(file);
      hashes.put(root.relativize(file).toString(), Sha256.of(new ByteArrayInputStream(bytes)));
    }
    return hashes;
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths
          .filter(Files::isRegularFile)
          .filter(path -> !path.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    }
  }
}
