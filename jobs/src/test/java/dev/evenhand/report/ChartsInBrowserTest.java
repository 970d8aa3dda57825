package dev.evenhand.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import dev.evenhand.base.Resource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Charts as somebody sees them on a screen, beside their tables, and on paper. */
class ChartsInBrowserTest {
  /** Of A4 between margins of 14 mm, in CSS pixels. */
  private static final int PAPER = 688;

  private static final int CHARTS = 1 + 4 + 1 + 5 + 5;
  private static final String MARKS = Resource.text(ChartsInBrowserTest.class, "marks.js");
  private static final String BESIDE = Resource.text(ChartsInBrowserTest.class, "beside.js");

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

  @AfterEach
  void nobodyComplained() {
    assertThat(browser.complaints()).isEmpty();
  }

  static List<Path> kinds() {
    return SampleSite.kinds();
  }

  private static Page open(Path file, ColorScheme theme) {
    return browser.page(file, theme, 1280, 900);
  }

  /** A mark for every value, and none once the values are taken away: axes alone don't count. */
  @Test
  void everyChartDrawsItsData() {
    int charts = 0;
    for (Path file : kinds()) {
      Page page = open(file, ColorScheme.LIGHT);
      for (Locator chart : page.locator(".chart").all()) {
        charts++;
        isDrawn((Map<?, ?>) chart.evaluate(MARKS), file + " " + chart);
        assertThat(chart.locator("svg text").count()).as("%s %s", file, chart).isGreaterThan(1);
        assertThat(chart.boundingBox().height).isGreaterThan(60);
        assertThat(chart.getAttribute("role")).isEqualTo("img");
        assertThat(chart.getAttribute("aria-label")).contains("table");
      }
      page.context().close();
    }
    assertThat(charts).isGreaterThanOrEqualTo(CHARTS);
  }

  private static void isDrawn(Map<?, ?> found, String where) {
    List<?> marks = (List<?>) found.get("marks");
    assertThat(marks).as(where).isNotEmpty();
    for (int series = 0; series < marks.size(); series++) {
      int least = (int) ((List<?>) found.get("least")).get(series);
      boolean mayBeEmpty = (boolean) ((List<?>) found.get("optional")).get(series);
      assertThat(least)
          .as("values of series %s of %s", series, where)
          .isGreaterThan(mayBeEmpty ? -1 : 0);
      assertThat((int) marks.get(series))
          .as("marks of series %s of %s", series, where)
          .isGreaterThanOrEqualTo(least);
    }
    assertThat((int) found.get("paths")).as(where).isGreaterThanOrEqualTo(sum(marks));
    assertThat(sum((List<?>) found.get("without"))).as("without data, %s", where).isZero();
  }

  private static int sum(List<?> numbers) {
    return numbers.stream().mapToInt(number -> (int) number).sum();
  }

  @Test
  void theTableBesideAChartHasItsFigures() {
    int charts = 0;
    for (Path file : kinds()) {
      Page page = open(file, ColorScheme.LIGHT);
      if (file.equals(SampleSite.whatIf())) {
        page.locator("#groups input").first().press("ArrowRight");
      }
      for (Locator chart : page.locator(".chart").all()) {
        charts++;
        assertThat((List<?>) chart.evaluate(BESIDE)).as("%s %s", file, chart).isEmpty();
      }
      page.evaluate(
          "() => document.querySelectorAll('tbody td').forEach(cell => { cell.textContent = 'x'; })");
      for (Locator chart : page.locator(".chart").all()) {
        assertThat((List<?>) chart.evaluate(BESIDE)).as("emptied, %s %s", file, chart).isNotEmpty();
      }
      page.context().close();
    }
    assertThat(charts).isGreaterThanOrEqualTo(CHARTS);
  }

  /**
   * As a browser does it: scripts hear of it on the screen, then the page is laid out anew for
   * paper without them.
   */
  @ParameterizedTest
  @MethodSource("kinds")
  void printCutsNothingOff(Path file) {
    Page page = open(file, ColorScheme.DARK);
    page.evaluate(
        "() => { addEventListener('resize', event => event.stopImmediatePropagation(), true);"
            + " dispatchEvent(new Event('beforeprint')); }");
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    page.setViewportSize(PAPER, 971);
    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(PAPER);
    assertThat(
            (List<?>)
                page.evaluate(
                    "() => [...document.querySelectorAll('.chart')].filter(chart => {"
                        + " const place = chart.getBoundingClientRect();"
                        + " const drawn = chart.querySelector('svg').getBoundingClientRect();"
                        + " return drawn.width < 100 || drawn.height < 60 || drawn.right > place.right + 1 || drawn.bottom > place.bottom + 1;"
                        + " }).map(chart => chart.getAttribute('aria-label'))"))
        .isEmpty();
    assertThat(
            page.evaluate(
                    "() => [...document.querySelectorAll('.chart svg text')].map(text => text.getAttribute('fill')).join(' ')")
                .toString())
        .as("colours of the dark screen")
        .doesNotContain("#e7eaec", "#a3adb5");
    for (Locator hidden :
        page.locator(".bar-top, .contents, .presets, .doors, input[type=range], summary").all()) {
      assertThat(hidden.isVisible()).as("%s", hidden).isFalse();
    }
    for (Locator table : page.locator("table").all()) {
      assertThat(table.isVisible()).as("%s", table).isTrue();
    }
    assertThat(page.pdf()).hasSizeGreaterThan(10_000);
    page.context().close();
  }
}
