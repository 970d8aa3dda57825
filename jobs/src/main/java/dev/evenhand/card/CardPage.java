package dev.evenhand.card;

import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The card as one HTML file that needs no network: style, script and data stand in it. */
final class CardPage {
  private static final String ECHARTS =
      "/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.min.js";

  private CardPage() {}

  /**
   * What the page carries beside its text.
   *
   * @param charts the data of the charts as JSON
   */
  record Assets(String style, String script, String library, String charts) {}

  static String of(ModelCard card) {
    Assets assets =
        new Assets(
            resource("card.css"),
            resource("card.js"),
            resource(ECHARTS).replace("</script", "<\\/script"),
            CardJson.forScript(Chart.all(card)));
    StringOutput page = new StringOutput();
    JtepageGenerated.render(new OwaspHtmlTemplateOutput(page), null, card, assets);
    return page.toString();
  }

  private static String resource(String name) {
    try (InputStream in = CardPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("not on the classpath: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
