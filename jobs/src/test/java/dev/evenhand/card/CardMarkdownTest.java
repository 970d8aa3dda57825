package dev.evenhand.card;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.evenhand.support.SamplePipeline;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CardMarkdownTest {
  private static final String TEXT =
      CardMarkdown.of(ModelCard.of(SamplePipeline.of(SampleEvidence.GATE), SampleEvidence.of()));

  private static JsonNode metadata() throws IOException {
    return new YAMLMapper().readTree(TEXT.split("(?m)^---$")[1]);
  }

  @Test
  void beginsWithTheMetadataThatTheHubReads() throws IOException {
    assertThat(TEXT).startsWith("---\n");
    JsonNode metadata = metadata();
    assertThat(metadata.path("license").asText()).isEqualTo("other");
    assertThat(metadata.path("license_name").asText()).isEqualTo("proprietary");
    assertThat(metadata.path("pipeline_tag").asText()).isEqualTo("tabular-classification");
  }

  @Test
  void statesEmissionsInGramsWithTheirSource() throws IOException {
    JsonNode emissions = metadata().path("co2_eq_emissions");
    // 64 s of CPU time / 3600 x 12 W / 1000 x 1.67 x 475 g
    assertThat(emissions.path("emissions").asDouble()).isEqualTo(0.169227);
    assertThat(emissions.path("source").asText()).contains("Green Algorithms");
    assertThat(emissions.path("training_type").asText()).isEqualTo("pre-training");
    assertThat(emissions.path("geographical_location").asText()).isEqualTo("world mean");
    assertThat(emissions.path("hardware_used").asText()).isEqualTo("CPU");
  }

  /** Task, dataset and metrics with type and value: what the Hub requires of a model-index. */
  @Test
  void listsResultsAsAModelIndex() throws IOException {
    JsonNode result = metadata().at("/model-index/0/results/0");
    assertThat(metadata().at("/model-index/0/name").asText()).isEqualTo("even-odds");
    assertThat(result.at("/task/type").asText()).isEqualTo("tabular-classification");
    assertThat(result.at("/dataset/type").asText()).isEqualTo("spring-offers");
    assertThat(result.at("/dataset/name").asText()).isNotBlank();
    assertThat(result.path("metrics"))
        .isNotEmpty()
        .allMatch(metric -> metric.path("type").isTextual() && metric.path("value").isNumber());
  }

  @Test
  void hasTheSectionsOfThePage() {
    assertThat(TEXT.lines().filter(line -> line.startsWith("## ")).toList())
        .containsExactly(
            "## Purpose and limits",
            "## Data",
            "## Consent",
            "## Balance",
            "## Anonymization and residual risk",
            "## Models compared",
            "## Gap between groups",
            "## Figures by group",
            "## Frontier",
            "## Thresholds",
            "## Reliability",
            "## What moves the scores",
            "## Gates and approvals",
            "## Erasures since training",
            "## Since the version before",
            "## Energy and cost",
            "## Lineage");
  }

  @Test
  void saysWhatAnonymityCostsEachGroup() {
    assertThat(TEXT)
        .contains("| origin | north | 1.31% | 6.12% |")
        .contains("| origin | (withheld) | 2.53% | 13.2% |");
  }

  @Test
  void everyRowOfATableHasItsColumns() {
    List<String> lines = TEXT.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).matches("\\| ---.*")) {
        long columns = bars(lines.get(i));
        for (int j = i - 1; j < lines.size() && lines.get(j).startsWith("|"); j++) {
          assertThat(bars(lines.get(j))).as(lines.get(j)).isEqualTo(columns);
        }
      }
    }
  }

  @Test
  void escapesWhatPeopleWrote() {
    String text = new Markdown().paragraph("a | b <script> *x*\n# not a title").toString();
    assertThat(text).isEqualTo("a \\| b &lt;script> \\*x\\* # not a title\n");
  }

  private static long bars(String row) {
    return row.replace("\\|", "").chars().filter(each -> each == '|').count();
  }
}
