package dev.evenhand.report;

import dev.evenhand.base.DataProblem;
import dev.evenhand.lake.Lake;
import java.util.regex.Pattern;

/** The pages of one pipeline, in a folder of its name. */
record PipelinePages(Lake lake, PipelineView pipeline) {
  private static final Pattern CARD = Pattern.compile("cards(/[A-Za-z0-9_-]+)+\\.html");

  void addTo(SiteFolder.PageFiles pages) {
    String home = pipeline.name() + "/";
    pages.add(home + "index.html", Pages.pipeline(pipeline));
    pages.add(home + "trends.html", Pages.trends(pipeline, new TrendReader(lake).of(pipeline)));
    pages.add(home + "what-if.html", Pages.whatIf(pipeline, new CellReader(lake).of(pipeline)));
    for (RunView run : pipeline.runs()) {
      pages.add(home + run.page(), Pages.run(pipeline, run));
      run.candidate()
          .ifPresent(model -> pages.add(home + model.cardPage(run.id()), card(run, model)));
    }
  }

  /** The card's page as its run wrote it. */
  private String card(RunView run, ModelView model) {
    String path = model.cardPath();
    if (!CARD.matcher(path).matches() || !lake.files().exists(lake.files().place(path))) {
      throw new DataProblem(
          "The card of run "
              + run.id()
              + " is not in the lake at "
              + path
              + ", where govern.model_cards says it lies. Write it again with 'evenhand card'.");
    }
    return lake.files().readText(lake.files().place(path));
  }
}
