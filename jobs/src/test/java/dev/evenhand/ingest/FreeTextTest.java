package dev.evenhand.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.base.DataProblem;
import dev.evenhand.job.RowCounts;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.Quarantine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two of four notes hold an e-mail address, one of them a card too. */
class FreeTextTest {
  @TempDir Path folder;

  private World world(String rule) {
    return World.in(folder)
        .file(
            "calls.csv",
            "id;note",
            "1;call back on Monday",
            "2;write to anna@example.org",
            "3;pay 4111 1111 1111 1111 and tell ben@example.org",
            "4;",
            "5;Ask Anna")
        .file("names.txt", "Anna", "Ben")
        .sources(
            """
            calls:
              format: csv
              path: calls.csv
              options: {sep: ';'}
              schema: id INT, note STRING
              max_quarantined: 60%
              free_text:
                note: RULE
            """
                .replace("RULE", rule));
  }

  @Test
  void maskedTextLandsAndIsCounted() throws Exception {
    World world = world("{scan: [email, card], on_found: mask}");

    RowCounts counts = world.ingest();

    assertThat(Texts.of(world.bronze("calls"), "id", "note"))
        .containsExactlyInAnyOrder(
            "1 call back on Monday",
            "2 write to [email]",
            "3 pay [card] and tell [email]",
            "4 null",
            "5 Ask Anna");
    assertThat(counts.note()).contains("email in 2 rows of calls.note");
    assertFigures(world, "email 2.0", "card 1.0");
    assertNowhere(world, "anna@example.org", "4111 1111");
  }

  @Test
  void quarantinedTextIsSealedAndItsKindsAreTheReason() throws Exception {
    World world = world("{scan: [email, card], on_found: quarantine}");

    world.ingest();

    assertThat(world.bronze("calls").count()).isEqualTo(3);
    assertThat(Texts.of(world.table(Quarantine.CONTRACT), "line", "reason"))
        .containsExactlyInAnyOrder(
            "3 note: personal data (email)", "4 note: personal data (card, email)");
    assertFigures(world, "email 2.0", "card 1.0");
    assertNowhere(world, "anna@example.org", "4111 1111");
    byte[] raw = world.table(Quarantine.CONTRACT).filter("line = 3").select("raw").head().getAs(0);
    assertThat(world.keys().keyset().open(raw, "calls")).asString().contains("anna@example.org");
  }

  @Test
  void refusedTextStopsTheRunAndNothingIsWritten() {
    World world = world("{scan: [email], on_found: refuse}");

    assertThatThrownBy(world::ingest)
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("source calls: personal data in free text that may hold none: note:")
        .hasMessageContaining("email in 2 rows")
        .hasMessageNotContaining("anna");
    assertThat(world.lakeFolder().resolve("bronze/calls/_delta_log")).doesNotExist();
  }

  @Test
  void namesComeFromAList() {
    World world = world("{scan: [name], on_found: mask, names: names.txt}");

    world.ingest();

    assertThat(Texts.of(world.bronze("calls"), "id", "note")).contains("5 Ask [name]");
    assertFigures(world, "name 1.0");
  }

  @Test
  void aRuleThatCantHoldIsNamed() {
    assertThatThrownBy(() -> world("{scan: [name], on_found: mask}").pipelineFile())
        .hasMessageContaining("kind name without a list");
    assertThatThrownBy(() -> world("{scan: [emails], on_found: hide}").pipelineFile())
        .hasMessageContaining("emails")
        .hasMessageContaining("hide");
  }

  private static void assertFigures(World world, String... figures) {
    assertThat(
            Texts.of(
                world.table(Figures.QUALITY).filter("metric = 'personal_data_rows'"),
                "group_value",
                "value"))
        .containsExactlyInAnyOrder(figures);
  }

  private static void assertNowhere(World world, String... texts) throws Exception {
    try (Stream<Path> files = Files.walk(world.lakeFolder())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(texts);
      }
    }
  }
}
