package dev.evenhand.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.base.Sha256;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineFileTest {
  @TempDir Path folder;
  private Example example;

  @BeforeEach
  void inFolder() {
    example = Example.in(folder);
  }

  @Test
  void readsEveryPart() {
    Pipeline pipeline = example.pipeline();
    Source receipts = pipeline.sources().get("receipts");
    assertThat(pipeline.pipeline()).isEqualTo("coupons");
    assertThat(receipts.timezone()).isEqualTo(ZoneId.of("America/New_York"));
    assertThat(receipts.identifiers())
        .containsEntry("household", new Identifier("household", Normalize.DIGITS));
    assertThat(receipts.maxQuarantined()).isEqualTo(Percent.of("2.5%"));
    assertThat(pipeline.features().history().orElseThrow().windows())
        .containsExactly(new Days(28), new Days(91));
    assertThat(pipeline.train()).extracting(Model::name).containsExactly("plain", "fair");
    assertThat(pipeline.model("fair").orElseThrow().constraint())
        .contains(Constraint.EQUALIZED_ODDS);
    assertThat(pipeline.gate().get(1).atMost()).contains(0.1);
  }

  @Test
  void takesDefaultsFromTheRecords() {
    Pipeline pipeline = example.with("max_quarantined: 2.5%", "load: full").pipeline();
    Source receipts = pipeline.sources().get("receipts");
    assertThat(receipts.maxQuarantined()).isEqualTo(Percent.of("1%"));
    assertThat(pipeline.split().validation()).isEqualTo(Percent.of("15%"));
    assertThat(pipeline.seed()).isEqualTo(17);
    assertThat(pipeline.features().history().orElseThrow().topCategories()).isEqualTo(5);
    assertThat(pipeline.evaluate().minGroup()).isEqualTo(30);
    assertThat(pipeline.value()).isEmpty();
  }

  @Test
  void completesTextOptionsWithTheFormatsDefaults() {
    Source receipts =
        example
            .with("path: receipts.csv", "path: receipts.csv\n    options: {sep: ';'}")
            .pipeline()
            .sources()
            .get("receipts");
    assertThat(receipts.options())
        .containsEntry("sep", ";")
        .containsEntry("header", "true")
        .doesNotContainKey("comment");
  }

  @Test
  void keepsTheOrderOfSources() {
    Pipeline pipeline =
        example
            .with(
                "conform:",
                "  a: {format: csv, path: receipts.csv}\n"
                    + "  z: {format: csv, path: receipts.csv}\n"
                    + "  m: {format: csv, path: receipts.csv}\nconform:")
            .pipeline();
    assertThat(pipeline.sources().keySet()).containsExactly("receipts", "a", "z", "m");
  }

  @Test
  void readsWordsAsWrittenThatYamlOnceTookForSomethingElse() {
    Pipeline pipeline = example.with("{age_band: 35-54}", "{age_band: no, income: 12}").pipeline();
    assertThat(pipeline.evaluate().privileged())
        .containsExactly(Map.entry("age_band", "no"), Map.entry("income", "12"));
  }

  @Test
  void joinsPathsToDataUnlessTheyLeadElsewhere() {
    Pipeline pipeline = example.pipeline();
    assertThat(pipeline.location("a/*.csv")).isEqualTo(folder + "/shop/a/*.csv");
    assertThat(pipeline.location("/a.csv")).isEqualTo("/a.csv");
    assertThat(pipeline.location("s3a://b/a.csv")).isEqualTo("s3a://b/a.csv");
  }

  @Test
  void replacesDataAndLakeByTheCommandLines() {
    Overrides overrides =
        new Overrides(Optional.of(folder.toString()), Optional.of("s3a://bucket/lake"));
    Map<String, String> environment = Map.of("EVENHAND_DATA", "/nowhere");
    Pipeline pipeline = PipelineFile.read(example.file(), environment, overrides).pipeline();
    assertThat(pipeline.data()).isEqualTo(folder + "/shop");
    assertThat(pipeline.lake()).isEqualTo("s3a://bucket/lake");
  }

  @Test
  void takesTheLakeOfTheCommandLineLiterally() {
    Overrides overrides = new Overrides(Optional.empty(), Optional.of("/a/${b}"));
    assertThat(
            PipelineFile.read(example.file(), example.environment(), overrides).pipeline().lake())
        .isEqualTo("/a/${b}");
  }

  @Test
  void hashesTheTextAsWritten() {
    PipelineFile file = example.read();
    assertThat(file.sha256()).isEqualTo(Sha256.of(Example.TEXT));
  }

  @Test
  void placesALaterProblemWhereItsPartStands() {
    PipelineFile file = example.read();
    assertThat(file.problem("/conform/sales", "no column 'amont'"))
        .isEqualTo(example.file() + ":16:10: no column 'amont'");
    assertThat(file.problem("/features/expressions/weekend", "x"))
        .isEqualTo(example.file() + ":24:26: x");
    assertThat(file.problem("/evaluate", "x")).isEqualTo(example.file() + ":36:1: x");
  }

  @Test
  void placesAProblemOfAnAbsentPartWhereItWouldStand() {
    PipelineFile file = example.read();
    assertThat(file.locations().line("/conform/subjects")).isEqualTo(14);
    assertThat(file.problem("/value/true_positive", "x")).isEqualTo(example.file() + ":1:1: x");
  }

  @Test
  void followsAliases() {
    Pipeline pipeline =
        example
            .with("{household: {as: household,", "{household: &id {as: household,")
            .with(
                "conform:",
                "  b: {format: csv, path: receipts.csv, identifiers: {h: *id}}\nconform:")
            .pipeline();
    assertThat(pipeline.sources().get("b").identifiers().get("h").normalize())
        .isEqualTo(Normalize.DIGITS);
  }

  @Test
  void readsEachFormOfASplit() {
    assertThat(
            example.with("{test: 30%}", "{test_after: 2009-04-01}").pipeline().split().testAfter())
        .contains(LocalDate.of(2009, 4, 1));
    assertThat(
            Example.in(folder)
                .with("{test: 30%}", "{test_last: 33.3%, order: n}")
                .pipeline()
                .split())
        .extracting(Split::testLast, Split::order)
        .isEqualTo(List.of(Optional.of(Percent.of("33.3%")), "n"));
    assertThat(
            Example.in(folder).with("{test: 30%}", "{column: split}").pipeline().split().column())
        .contains("split");
  }

  @Test
  void neverPrintsAPassword() {
    Map<String, String> environment = new TreeMap<>(example.environment());
    environment.put("PASSWORD", "tr0ub4dor");
    Path file =
        example
            .with("format: csv", "format: jdbc")
            .with(
                "path: receipts.csv",
                "jdbc: {url: 'jdbc:postgresql://h/sales', table: t, password: \"${PASSWORD}\"}")
            .file();
    Pipeline pipeline = PipelineFile.read(file, environment, Overrides.none()).pipeline();
    assertThat(pipeline.sources().get("receipts").jdbc().orElseThrow().password())
        .contains(new Secret("tr0ub4dor"));
    assertThat(pipeline.toString()).doesNotContain("tr0ub4dor");
  }
}
