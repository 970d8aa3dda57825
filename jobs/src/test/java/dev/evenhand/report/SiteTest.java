package dev.evenhand.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.base.DataProblem;
import dev.evenhand.lake.table.Cells;
import dev.evenhand.support.SamplePipeline;
import dev.evenhand.support.Spark;
import dev.evenhand.support.TestLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SiteTest {
  private static final Path HOME = Spark.temporary("site");
  private static final Path SITE = HOME.resolve("site");

  private static Site.Written written;
  private static Map<String, String> texts;

  @BeforeAll
  static void write() throws IOException {
    written = new Site(SampleLake.get()).write(SITE);
    texts = texts(SITE);
  }

  private static Map<String, String> texts(Path folder) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.put(folder.relativize(file).toString(), Files.readString(file));
      }
    }
    return texts;
  }

  @Test
  void theSameLakeGivesTheSameBytesAndASiteOfOursIsReplaced() throws IOException {
    Files.writeString(SITE.resolve("left-over.html"), "an older page");
    new Site(SampleLake.get()).write(SITE);
    assertThat(texts(SITE)).isEqualTo(texts);
    assertThat(written).isEqualTo(new Site.Written(SITE.resolve("index.html"), 1, 9));
    nothingIsLeftBesideIt();
  }

  @Test
  void nobodysRowNoMessageAndNoWithheldFigureIsInAnyPage() {
    texts.forEach(
        (name, text) ->
            assertThat(text)
                .as(name)
                .doesNotContain("SECRET", SampleLake.SECRET, "Jane")
                .doesNotContain("0.19191") // the smallest group beside a withheld one
                .doesNotContain("0.0045679", "0.00456789") // a share of 14 rows
                .doesNotContain(SampleLake.get().files().root().replace("file:", "")));
    assertThat(texts.get(SamplePipeline.NAME + "/trends.html")).contains("0.1777", "0.2111");
  }

  @Test
  void trendsHaveTheMeansOfGroupsToo() {
    assertThat(texts.get(SamplePipeline.NAME + "/trends.html"))
        .contains("\"recourse_cost\",\"mean\"", "1.3571", "1.2461");
  }

  @Test
  void aFolderThatIsNotOursIsLeftAsItIs() throws IOException {
    Path out = Files.createDirectories(Spark.temporary("thesis"));
    Files.writeString(out.resolve("thesis.txt"), "years of work");
    assertThatThrownBy(() -> new Site(SampleLake.get()).write(out))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("exists and is no site of Evenhand");
    assertThat(texts(out)).containsOnlyKeys("thesis.txt");
  }

  @Test
  void aLakeWithoutRunsIsNamedAndNothingIsWritten() {
    TestLake empty = TestLake.of(SamplePipeline.NAME);
    Path out = HOME.resolve("other");
    assertThatThrownBy(() -> new Site(empty.lake()).write(out))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("has no runs");
    assertThat(out).doesNotExist();
  }

  @Test
  void cellsThatAreTooSmallMakeNoPageAndTheOldSiteStays() throws IOException {
    TestLake lake = TestLake.of(SamplePipeline.NAME);
    SampleLake.trained(lake.run(SampleLake.NEWEST), 0);
    lake.lake()
        .replaceRun(
            Cells.CONTRACT,
            SampleLake.rows(Cells.CONTRACT, SampleLake.NEWEST)
                .withColumn("min_n", functions.lit(1_000L)),
            lake.run(SampleLake.NEWEST).scope());
    assertThatThrownBy(() -> new Site(lake.lake()).write(SITE))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("fewer than 1000 rows");
    assertThat(texts(SITE).keySet()).isEqualTo(texts.keySet());
    nothingIsLeftBesideIt();
  }

  private static void nothingIsLeftBesideIt() throws IOException {
    try (Stream<Path> beside = Files.list(HOME)) {
      assertThat(beside).containsExactly(SITE);
    }
  }
}
