package dev.evenhand.card;

import dev.evenhand.base.Resource;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;

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
            Resource.text(CardPage.class, "card.css"),
            Resource.text(CardPage.class, "follow.js") + Resource.text(CardPage.class, "card.js"),
            Resource.text(CardPage.class, ECHARTS).replace("</script", "<\\/script"),
            CardJson.forScript(Chart.all(card)));
    StringOutput page = new StringOutput();
    JtepageGenerated.render(new OwaspHtmlTemplateOutput(page), null, card, assets);
    return page.toString();
  }
}
