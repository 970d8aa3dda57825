package dev.evenhand.report;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The Chromium of this machine, headless; none is fetched. */
final class Browser implements AutoCloseable {
  /** Where it is set to "required" a missing browser is a failure; .ci/run sets it. */
  static final String REQUIRED = "EVENHAND_BROWSER";

  private static final Set<String> GRAVE = Set.of("serious", "critical");

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser chromium;
  private final List<String> complaints = new ArrayList<>();

  private Browser(Path program) {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    chromium =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(program)
                    .setChromiumSandbox(false)
                    .setHeadless(true));
  }

  /** Opens it; without one the test is skipped, or fails where one is {@link #REQUIRED}. */
  static Browser open() {
    return new Browser(
        program(
            System.getenv().getOrDefault("PATH", ""), "required".equals(System.getenv(REQUIRED))));
  }

  static Path program(String path, boolean isRequired) {
    Optional<Path> program =
        Stream.of(path.split(":"))
            .flatMap(
                folder ->
                    Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
            .filter(Files::isExecutable)
            .findFirst();
    String problem = "no Chromium on this machine: install the package chromium";
    if (isRequired && program.isEmpty()) {
      throw new AssertionError(problem + " (" + REQUIRED + "=required)");
    }
    Assumptions.assumeTrue(program.isPresent(), problem);
    return program.get();
  }

  /** A page of a file; whatever it says on the console or asks of the network is kept. */
  Page page(Path file, ColorScheme theme, int width, int height) {
    BrowserContext context =
        chromium.newContext(
            new com.microsoft.playwright.Browser.NewContextOptions()
                .setColorScheme(theme)
                .setViewportSize(width, height));
    Page page = context.newPage();
    String address = file.toUri().toString().replaceFirst("^file:/+", "file:///");
    page.onConsoleMessage(message -> complaints.add(file + ": says " + message.text()));
    page.onPageError(error -> complaints.add(file + ": " + error));
    page.onRequest(
        request -> {
          if (!request.url().equals(address)) {
            complaints.add(file + ": asks for " + request.url());
          }
        });
    page.navigate(address);
    return page;
  }

  /** What pages said or asked for since this was last called. */
  List<String> complaints() {
    List<String> all = List.copyOf(complaints);
    complaints.clear();
    return all;
  }

  /** Serious and critical violations that axe finds, with the places where it does. */
  static List<String> violations(Page page) {
    return new AxeBuilder(page)
        .setLegacyMode(true).analyze().getViolations().stream()
            .filter(rule -> GRAVE.contains(rule.getImpact()))
            .map(Browser::text)
            .toList();
  }

  private static String text(Rule rule) {
    return rule.getId()
        + ": "
        + rule.getHelp()
        + rule.getNodes().stream()
            .limit(4)
            .map(node -> "\n  " + node.getHtml() + " " + node.getFailureSummary())
            .toList();
  }

  @Override
  public void close() {
    chromium.close();
    playwright.close();
  }
}
