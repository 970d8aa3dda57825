package dev.evenhand.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Takes the pictures of the documents from a site: {@code -Devenhand.site=DIR}. */
@EnabledIfSystemProperty(named = PicturesTest.SITE, matches = ".+")
class PicturesTest {
  static final String SITE = "evenhand.site";

  private static final Path IMAGES =
      Path.of(System.getProperty("evenhand.images", "notebooks-docs/images"));
  private static final long LARGEST = 300_000;

  @Test
  void picturesOfTheStartPageTheCardAndThePageOnThresholds() throws IOException {
    Path site = Path.of(System.getProperty(SITE)).toAbsolutePath();
    Path pipeline;
    try (Stream<Path> folders = Files.list(site)) {
      pipeline = folders.filter(Files::isDirectory).sorted().findFirst().orElseThrow();
    }
    Path card;
    try (Stream<Path> cards = Files.list(pipeline.resolve("cards"))) {
      card = cards.max(Path::compareTo).orElseThrow();
    }
    try (Browser browser = Browser.open()) {
      take(browser, site.resolve("index.html"), "site.png", 1240, page -> {});
      take(browser, card, "card.png", 1400, page -> {});
      take(browser, pipeline.resolve("what-if.html"), "what-if.png", 1350, PicturesTest::even);
    }
  }

  /** What even rates would take where nothing was done about the gap. */
  private static void even(Page page) {
    page.locator("#model").selectOption("unconstrained");
    page.locator("#attribute").selectOption("origin");
    page.locator("[data-preset=selection]").click();
  }

  private static void take(Browser browser, Path file, String name, int high, Consumer<Page> before)
      throws IOException {
    Page page = browser.page(file, theme(), 1280, high);
    before.accept(page);
    Path picture = IMAGES.resolve(name);
    page.screenshot(new Page.ScreenshotOptions().setPath(picture));
    page.context().close();
    assertThat(Files.size(picture)).isLessThan(LARGEST);
  }

  private static ColorScheme theme() {
    return ColorScheme.valueOf(System.getProperty("evenhand.theme", "LIGHT"));
  }
}
