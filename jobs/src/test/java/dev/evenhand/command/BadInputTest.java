package dev.evenhand.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.pseudonym.Keys;
import dev.evenhand.support.Child;
import dev.evenhand.support.Errands;
import dev.evenhand.support.Spark;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A real pipeline with one thing wrong in its file, its data or its keys: status 2, one line that
 * says what, where, why and what to do, and a lake without a single table.
 */
class BadInputTest {
  private static final Path HOME = Spark.temporary("bad-input");
  private static final int ROWS = 2_000;
  private static final String PATH = "path: bank-additional-full.csv.gz";

  private static String good;
  private static byte[] calls;
  private static Map<String, Child.Ended> ended;

  private static final Errands ERRANDS = new Errands(HOME);

  @BeforeAll
  static void runAll() throws IOException {
    String data = System.getenv().getOrDefault("EVENHAND_DATA", "../shared/data");
    Path source = Path.of(data, "bank_marketing", "bank-additional-full.csv.gz");
    Assumptions.assumeTrue(Files.isReadable(source), "no bank_marketing in " + data);
    good = Files.readString(Path.of("conf/pipelines/bank-marketing.yaml"));
    calls = firstLines(source);
    Keys.madeAt(HOME.resolve("keys.json"));
    wrongFiles();
    wrongSql();
    wrongData();
    ended = ERRANDS.run(Child.in(HOME));
  }

  private static byte[] firstLines(Path source) throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(source)), StandardCharsets.UTF_8))) {
      String lines = in.lines().limit(1 + ROWS).collect(Collectors.joining("\n", "", "\n"));
      return lines.getBytes(StandardCharsets.UTF_8);
    }
  }

  private static void wrongFiles() throws IOException {
    pipeline("unknown-key", good + "\ncolour: red\n");
    pipeline("unknown-inner-key", changed("split: {", "split: {flavour: mint, "));
    pipeline("wrong-type", changed("privacy:\n", "privacy: yes please\nx_privacy:\n"));
    pipeline("k-not-a-number", changed("k: 5", "k: five"));
    pipeline("k-too-small", changed("k: 5", "k: 1"));
    pipeline("no-candidates", good.replaceAll("(?m)^train:\n(  - .*\n)+", "train: []\n"));
    pipeline("no-list", good.replaceAll("(?m)^train:\n(  - .*\n)+", "train:\n"));
    pipeline("list-left-over", changed("train:\n", "train: []\n"));
    pipeline("no-source-file", changed(PATH, "path: nothing-here.csv.gz"));
    pipeline("cut-short", good.substring(0, good.indexOf("k: 5") + 2));
    pipeline("empty", "");
    pipeline("no-such-table", good + "\nretention: {silver.sails: 30d}\n");
    Files.write(HOME.resolve("not-text.yaml"), noise());
    errand("not-text", "data");
    errand("no-such-file", "data");
  }

  private static void wrongSql() throws IOException {
    good("data");
    pipeline("no-such-column", changed("ELSE 0 END AS label", "ELSE 0 END + nothing AS label"));
    pipeline("no-label", changed("AS label", "AS lable"));
    pipeline("not-sql", changed("END AS label", "END AS AS label"));
    pipeline("no-such-feature", changed("    - previous\n", "    - mansion\n"));
    pipeline(
        "no-such-attribute",
        changed("sensitive: [age_band, marital]", "sensitive: [age_band, marital, shoe]"));
  }

  private static void wrongData() throws IOException {
    String text = new String(calls, StandardCharsets.UTF_8);
    String header = text.substring(0, text.indexOf('\n') + 1);
    Files.writeString(HOME.resolve("data-good.yaml"), good);
    data("no-rows", gzip(header.getBytes(StandardCharsets.UTF_8)));
    data("no-bytes", new byte[0]);
    data("all-bad", gzip(text.replaceAll("(?m)^\\d+;", "old;").getBytes(StandardCharsets.UTF_8)));
    data("cut-data", Arrays.copyOf(gzip(calls), gzip(calls).length / 2));
    data("packed-noise", gzip(noise()));
  }

  @Test
  void aWrongFileIsRefusedWithItsPlace() {
    refused("unknown-key", "unknown-key.yaml:\\d+:1: .*'colour'.*");
    refused("unknown-inner-key", ".*\\.yaml:\\d+:9: .*'flavour'.*");
    refusedWith("wrong-type", 2, ".*wrong-type.yaml:\\d+:\\d+: .*");
    refused("k-not-a-number", ".*\\.yaml:\\d+:\\d+: .*five.*whole number.*");
    refused("k-too-small", ".*\\.yaml:\\d+:\\d+: .*k.* 1.*");
    refused("no-candidates", ".*\\.yaml:\\d+:\\d+: .*train.*");
    refused("no-list", ".*\\.yaml:\\d+:\\d+: .*train.*");
    refused("list-left-over", ".*\\.yaml:\\d+:\\d+: not YAML: .*");
    refused("no-such-table", ".*\\.yaml:\\d+:\\d+: 'silver.sails' does not expire.*");
    refused("no-source-file", ".*\\.yaml:\\d+:\\d+: no file '.*nothing-here.csv.gz'.*");
  }

  @Test
  void aFileThatIsNoneIsRefused() {
    refused("cut-short", ".*cut-short.yaml:\\d+:\\d+: .*");
    refused("empty", ".*empty.yaml:1:1: the file is empty.*");
    refused("not-text", ".*not-text.yaml:1:\\d+: not text.*");
    refused("no-such-file", ".*no-such-file.yaml: no such file.*");
  }

  @Test
  void sqlIsResolvedBeforeAnythingRuns() {
    refused("no-such-column", ".*\\.yaml:\\d+:\\d+: column 'nothing' does not exist.*");
    refused("no-label", ".*\\.yaml:\\d+:\\d+: no column label.*");
    refused("not-sql", ".*\\.yaml:\\d+:\\d+: the SQL can't be read.*");
    refused("no-such-feature", ".*\\.yaml:\\d+:\\d+: 'mansion' is a column of neither.*");
    refused("no-such-attribute", ".*\\.yaml:\\d+:\\d+: 'shoe' is no column of.*");
  }

  @Test
  void aSourceWithoutGoodRowsLeavesNoTable() {
    refused("no-rows", ".*source calls: no rows in bank-additional-full.csv.gz.*");
    refused("all-bad", ".*source calls: 2,000 of 2,000 rows are refused.*");
    refused("no-bytes", ".*source calls: .*cut short.*");
    refused("cut-data", ".*source calls: .*cut short.*");
    refused("packed-noise", ".*source calls: .*not text.*");
  }

  @Test
  void keysThatCannotBeReadAreRefused() throws IOException {
    Path garbage = Files.writeString(HOME.resolve("garbage.json"), "{\"key\": ");
    for (Path keys : List.of(HOME.resolve("nowhere.json"), garbage)) {
      Path lake = HOME.resolve("lake-keys");
      Child.Ended run =
          Child.in(HOME)
              .environment("EVENHAND_KEYS", keys.toString())
              .evenhand(arguments("data-good", "data", lake));
      refused(run, 1, "Keys: .*" + keys + ".*EVENHAND_KEYS.*", lake);
    }
  }

  private static void refused(String name, String line) {
    refusedWith(name, 1, line);
  }

  private static void refusedWith(String name, int lines, String line) {
    refused(ended.get(name), lines, line, HOME.resolve("lake-" + name));
  }

  private static void refused(Child.Ended run, int lines, String line, Path lake) {
    assertThat(run.status()).as(run.toString()).isEqualTo(ExitStatus.WRONG_INPUT);
    assertThat(run.err().lines())
        .hasSize(lines)
        .allSatisfy(said -> assertThat(said).matches("evenhand: (.*/)?" + line))
        .noneSatisfy(said -> assertThat(said).contains("Exception"));
    assertThat(run.out()).doesNotContain("Exception", "\tat ");
    assertThat(tables(lake)).isEmpty();
  }

  private static List<Path> tables(Path lake) {
    if (!Files.exists(lake)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(lake)) {
      return files
          .filter(file -> file.endsWith("_delta_log") || file.toString().endsWith(".parquet"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The good file with one text in place of another. */
  private static String changed(String found, String replacement) {
    assertThat(good).contains(found);
    return good.replace(found, replacement);
  }

  private static void pipeline(String name, String text) throws IOException {
    Files.writeString(HOME.resolve(name + ".yaml"), text);
    errand(name, "data");
  }

  /** The good file, with this in place of its data. */
  private static void data(String name, byte[] content) throws IOException {
    file("data-" + name, content);
    ERRANDS.add(name, arguments("data-good", "data-" + name, HOME.resolve("lake-" + name)));
  }

  private static void good(String data) throws IOException {
    file(data, gzip(calls));
  }

  private static void file(String data, byte[] content) throws IOException {
    Path folder = Files.createDirectories(HOME.resolve(data).resolve("bank_marketing"));
    Files.write(folder.resolve("bank-additional-full.csv.gz"), content);
  }

  private static void errand(String name, String data) {
    ERRANDS.add(name, arguments(name, data, HOME.resolve("lake-" + name)));
  }

  private static String[] arguments(String name, String data, Path lake) {
    return new String[] {
      "run",
      HOME.resolve(name + ".yaml").toString(),
      "--data",
      HOME.resolve(data).toString(),
      "--lake",
      lake.toString()
    };
  }

  private static byte[] noise() {
    byte[] noise = new byte[20_000];
    new Random(17).nextBytes(noise);
    return noise;
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    return packed.toByteArray();
  }
}
