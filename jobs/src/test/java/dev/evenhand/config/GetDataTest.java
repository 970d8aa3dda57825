package dev.evenhand.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that fetches the data sets, as far as it goes without a network. */
class GetDataTest {
  private static final Path DATA = Path.of(System.getenv().getOrDefault("EVENHAND_DATA", "none"));
  private static final Path SCRIPT = Path.of("scripts/get-data");

  @TempDir Path folder;

  private record Result(int status, String output) {}

  private static Result run(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        Stream.concat(Stream.of("bash", SCRIPT.toString()), Stream.of(arguments)).toList();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }

  private static void needData() {
    Assumptions.assumeTrue(Files.isDirectory(DATA), "EVENHAND_DATA names no folder");
  }

  /** The script's lines of a sum and a file. */
  private static List<String[]> sums() throws IOException {
    try (Stream<String> lines = Files.lines(SCRIPT)) {
      return lines
          .filter(line -> line.matches("[0-9a-f]{64} .*"))
          .map(line -> line.split(" ", 2))
          .toList();
    }
  }

  @Test
  void holdsTheSumsOfProvenance() throws IOException {
    needData();
    assertThat(sums()).hasSize(25);
    for (String[] sum : sums()) {
      Path set = DATA.resolve(sum[1].substring(0, sum[1].indexOf('/')));
      String provenance = Files.readString(set.resolve("PROVENANCE.md"));
      assertThat(provenance).as(sum[1]).contains(sum[0]);
    }
  }

  @Test
  void acceptsDataThatIsRight() throws IOException, InterruptedException {
    needData();
    Result result = run("--check", DATA.toString());
    assertThat(result.output().lines()).hasSize(25).allMatch(line -> line.startsWith("ok"));
    assertThat(result.status()).isZero();
  }

  @Test
  void fetchesNothingThatIsThereAndRight() throws IOException, InterruptedException {
    needData();
    Result result = run("all", DATA.toString());
    assertThat(result.output().lines()).hasSize(4).allMatch(line -> line.endsWith("and right"));
    assertThat(result.status()).isZero();
  }

  @Test
  void namesAFileThatIsWrongOrMissing() throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("adult"));
    Files.writeString(folder.resolve("adult/adult.data.gz"), "no gzip");
    Result result = run("--check", folder.toString());
    assertThat(result.output())
        .contains("wrong    " + folder + "/adult/adult.data.gz")
        .contains("missing  " + folder + "/adult/adult.test.gz")
        .contains("fetch them by scripts/get-data NAME");
    assertThat(result.status()).isEqualTo(2);
  }

  @Test
  void namesTheDataSetsWhereItKnowsNone() throws IOException, InterruptedException {
    Result result = run("census");
    assertThat(result.output()).contains("no data set 'census'; adult, bank-marketing,");
    assertThat(result.status()).isEqualTo(2);
  }
}
