package dev.evenhand.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.SelectOption;
import dev.evenhand.evaluate.ScoredWorld;
import dev.evenhand.lake.table.Predictions;
import dev.evenhand.support.SamplePipeline;
import dev.evenhand.support.Spark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pages as somebody sees them who opens the folder. */
class SiteInBrowserTest {
  private static final int WIDE = 1280;
  private static final int HIGH = 900;

  private static Browser browser;

  @BeforeAll
  static void open() {
    browser = Browser.open();
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  /** No error or warning on the console, and no request but for the page itself. */
  @AfterEach
  void nobodyComplained() {
    assertThat(browser.complaints()).isEmpty();
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(SampleSite.home())) {
      return files.filter(file -> file.toString().endsWith(".html")).sorted().toList();
    }
  }

  @Test
  void everyPageIsThereOpensAndLinksToPagesThatAreThere() throws IOException {
    assertThat(pages()).containsAll(SampleSite.kinds()).hasSize(1 + 3 + 3 + 2);
    for (Path file : pages()) {
      Page page = browser.page(file, ColorScheme.LIGHT, WIDE, HIGH);
      assertThat(page.locator("h1")).isNotNull();
      for (Object link :
          (List<?>) page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.href)")) {
        String target = link.toString().replaceFirst("#.*", "").replaceFirst("^file://", "");
        assertThat(Path.of(target)).as("%s links to", file).exists();
      }
      page.context().close();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void axeFindsNothingSerious(ColorScheme theme) {
    for (Path file : SampleSite.kinds()) {
      Page page = browser.page(file, theme, WIDE, HIGH);
      assertThat(Browser.violations(page)).as("%s", file).isEmpty();
      page.context().close();
    }
  }

  @Test
  void aTelephoneShowsEveryPageWithoutScrollingSideways() {
    for (Path file : SampleSite.kinds()) {
      Page page = browser.page(file, ColorScheme.LIGHT, 390, 800);
      assertThat(page.evaluate("document.documentElement.scrollWidth"))
          .as("%s", file)
          .isEqualTo(390);
      page.context().close();
    }
  }

  @Test
  void aSliderGivesWhatSqlCountsOfThePredictionsAtTheSameEdges() {
    Page page = whatIf();
    page.locator("#attribute").selectOption("origin");
    SampleLake.rows(Predictions.CONTRACT, SampleLake.NEWEST)
        .join(ScoredWorld.predictions().select("decision_id", "origin").distinct(), "decision_id")
        .createOrReplaceTempView("scored");
    for (Map<String, Integer> keys :
        List.of(
            Map.<String, Integer>of(),
            Map.of("north", 3),
            Map.of("north", -2, "south", 1),
            Map.of("south", 50))) {
      Map<String, Double> from = new TreeMap<>();
      page.locator("[data-preset=decided]").click();
      for (Locator row : page.locator("#groups tr[data-group]:not(.all)").all()) {
        String group = row.getAttribute("data-group");
        Locator slider = row.locator("input");
        int presses = keys.getOrDefault(group, 0);
        slider.focus();
        for (int press = 0; press < Math.abs(presses); press++) {
          slider.press(presses > 0 ? "ArrowRight" : "ArrowLeft");
        }
        from.put(group, edge(page, group, Integer.parseInt(slider.inputValue())));
      }
      assertThat(from).containsKeys("north", "south", "small groups together");
      compare(page, from);
    }
    page.context().close();
  }

  private static Page whatIf() {
    return browser.page(SampleSite.whatIf(), ColorScheme.LIGHT, WIDE, HIGH);
  }

  /** The exact edge at which a slider stands, from the page's own data; beyond 1 for nobody. */
  private static double edge(Page page, String group, int step) {
    List<?> edges =
        (List<?>)
            page.evaluate(
                "group => evenhand.data.attributes.find(each => each.model === 'even-odds' && each.split === 'test'"
                    + " && each.attribute === document.getElementById('attribute').value)"
                    + ".groups.find(each => (each.name || 'small groups together') === group).edges",
                group);
    return step == edges.size() - 1 ? 2 : ((Number) edges.get(step)).doubleValue();
  }

  private static void compare(Page page, Map<String, Double> from) {
    StringBuilder selected = new StringBuilder("CASE ");
    from.forEach(
        (group, edge) -> selected.append("WHEN g = '" + group + "' THEN score >= " + edge + "D "));
    String named = String.join("', '", from.keySet());
    List<Row> rows =
        Spark.session()
            .sql(
                "WITH t AS (SELECT *, IF(origin IN ('"
                    + named
                    + "'), origin, 'small groups together') AS g"
                    + " FROM scored WHERE model = 'even-odds' AND split = 'test'),"
                    + " s AS (SELECT *, CAST("
                    + selected
                    + "END AS INT) AS chosen FROM t)"
                    + " SELECT coalesce(g, 'all') AS g, sum(chosen) AS selected, count(*) AS n, avg(chosen) AS selection,"
                    + " avg(IF(label = 1, chosen, NULL)) AS truePositive, avg(IF(label = 0, chosen, NULL)) AS falsePositive,"
                    + " avg(IF(chosen = 1, label, NULL)) AS precision,"
                    + " sum(IF(chosen = 1, IF(label = 1, 40, -5), 0)) AS value FROM s GROUP BY ROLLUP (g)")
            .collectAsList();
    assertThat(rows).hasSize(from.size() + 1);
    for (Row row : rows) {
      String group = row.getAs("g");
      Locator line = page.locator("#groups tr[data-group='" + group + "']");
      assertThat(text(line, "selected"))
          .isEqualTo("%,d of %,d".formatted(row.<Long>getAs("selected"), row.<Long>getAs("n")));
      for (String rate : List.of("selection", "truePositive", "falsePositive", "precision")) {
        assertThat(text(line, rate))
            .as("%s of %s", rate, group)
            .isEqualTo(percent(row.getAs(rate)));
      }
      assertThat(text(line, "value")).isEqualTo(money(row.getAs("value")));
    }
    compareAll(page, rows);
  }

  /** What stands above the groups: the gaps between those that have a name, and all of them. */
  private static void compareAll(Page page, List<Row> rows) {
    Map.of(
            "selection-gap", "selection",
            "opportunity-gap", "truePositive",
            "alarm-gap", "falsePositive")
        .forEach(
            (key, rate) -> {
              DoubleSummaryStatistics found =
                  rows.stream()
                      .filter(
                          row -> !List.of("all", "small groups together").contains(row.getAs("g")))
                      .mapToDouble(row -> row.<Double>getAs(rate))
                      .summaryStatistics();
              assertThat(found.getCount()).isGreaterThan(1);
              assertThat(gap(page, key))
                  .as(key)
                  .isCloseTo(found.getMax() - found.getMin(), within(0.000501));
            });
    Row all = rows.stream().filter(row -> row.getAs("g").equals("all")).findFirst().orElseThrow();
    assertThat(big(page, "value")).isEqualTo(money(all.getAs("value")));
    assertThat(big(page, "selected")).isEqualTo(percent(all.getAs("selection")));
    assertThat(big(page, "precision")).isEqualTo(percent(all.getAs("precision")));
  }

  private static String money(Long amount) {
    return "EUR\u00a0%,d".formatted(amount).replace("-", "\u2212");
  }

  private static String percent(Double share) {
    return share == null ? "–" : "%.1f%%".formatted(share * 100);
  }

  /** A cell's own text, without what it was. */
  private static String text(Locator line, String cell) {
    return line.locator("[data-cell=" + cell + "]")
        .evaluate("cell => cell.firstChild.textContent")
        .toString();
  }

  @Test
  void presetsEvenOutWhatTheyAreNamedAfterAndMostValueIsTheMost() {
    Page page = whatIf();
    page.locator("#model").selectOption(SamplePipeline.UNCONSTRAINED);
    page.locator("#attribute").selectOption("origin");
    double before = gap(page, "selection-gap");
    page.locator("[data-preset=selection]").click();
    assertThat(gap(page, "selection-gap")).isLessThan(before);
    page.locator("[data-preset=value]").click();
    double best = value(page);
    page.locator("[data-preset=decided]").click();
    assertThat(value(page)).isLessThan(best);
    page.context().close();
  }

  private static String big(Page page, String key) {
    return page.locator("[data-key=" + key + "] .big").textContent();
  }

  private static double gap(Page page, String key) {
    return Double.parseDouble(big(page, key));
  }

  private static double value(Page page) {
    return Double.parseDouble(big(page, "value").replaceAll("[^0-9.]", ""));
  }

  @Test
  void trendsShowEveryMetricThatTheTablesHaveAndNoWithheldFigure() {
    Page page =
        browser.page(SampleSite.pipeline().resolve("trends.html"), ColorScheme.DARK, WIDE, HIGH);
    assertThat(page.locator("#about option").allTextContents())
        .containsExactly("Performance", "Fairness", "Balance", "Quality");
    assertThat(page.locator("#figures tbody tr").first().textContent()).contains("0.720");
    page.locator("#about").selectOption("fairness");
    assertThat(page.locator("#metric option").allTextContents())
        .containsExactly("Demographic parity difference", "Recourse cost, mean", "Selection rate");
    page.locator("#metric").selectOption(new SelectOption().setLabel("Selection rate"));
    assertThat(page.locator("#figures thead th").allTextContents())
        .containsExactly("As of", "north", "south");
    page.context().close();
  }
}
