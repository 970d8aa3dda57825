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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SiteTest {
  private Path home;
  private Path out;

  @BeforeEach
  void place() {
    home = Spark.temporary("site");
    out = home.resolve("site");
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
    Site.Written written = new Site(SampleLake.get()).write(out);
    Map<String, String> first = texts(out);
    Files.writeString(out.resolve("left-over.html"), "an older page");
    new Site(SampleLake.get()).write(out);
    assertThat(texts(out)).isEqualTo(first);
    assertThat(written).isEqualTo(new Site.Written(out.resolve("index.html"), 1, 11));
    try (Stream<Path> beside = Files.list(home)) {
      assertThat(beside).as("nothing is left beside it").containsExactly(out);
    }
  }

  @Test
  void nobodysRowNoMessageAndNoWithheldFigureIsInAnyPage() throws IOException {
    new Site(SampleLake.get()).write(out);
    texts(out)
        .forEach(
            (name, text) ->
                assertThat(text)
                    .as(name)
                    .doesNotContain("SECRET", SampleLake.SECRET, "Jane")
                    .doesNotContain("0.19191") // the smallest group beside a withheld one
                    .doesNotContain("0.0045679", "0.00456789") // a share of 14 rows
                    .doesNotContain(SampleLake.get().files().root().replace("file:", "")));
    assertThat(texts(out).get(SamplePipeline.NAME + "/trends.html")).contains("0.1777", "0.2111");
  }

  @Test
  void aFolderThatIsNotOursIsLeftAsItIs() throws IOException {
    Files.createDirectories(out);
    Files.writeString(out.resolve("thesis.txt"), "years of work");
    assertThatThrownBy(() -> new Site(SampleLake.get()).write(out))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("exists and is no site of Evenhand");
    assertThat(texts(out)).containsOnlyKeys("thesis.txt");
  }

  @Test
  void aLakeWithoutRunsIsNamedAndNothingIsWritten() {
    TestLake empty = TestLake.of(SamplePipeline.NAME);
    assertThatThrownBy(() -> new Site(empty.lake()).write(out))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("has no runs");
    assertThat(out).doesNotExist();
  }

  @Test
  void cellsThatAreTooSmallMakeNoPageAndTheOldSiteStays() throws IOException {
    new Site(SampleLake.get()).write(out);
    Map<String, String> before = texts(out);
    TestLake lake = TestLake.of(SamplePipeline.NAME);
    SampleLake.trained(lake.run(SampleLake.NEWEST), 0);
    lake.lake()
        .replaceRun(
            Cells.CONTRACT,
            SampleLake.rows(Cells.CONTRACT, SampleLake.NEWEST)
                .withColumn("min_n", functions.lit(1_000L)),
            lake.run(SampleLake.NEWEST).scope());
    assertThatThrownBy(() -> new Site(lake.lake()).write(out))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("fewer than 1000 rows");
    assertThat(texts(out)).isEqualTo(before);
    try (Stream<Path> beside = Files.list(home)) {
      assertThat(beside).containsExactly(out);
    }
  }
}
