package dev.evenhand.report;

import dev.evenhand.base.Resource;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** The pages as HTML, each whole in itself: style, scripts and data stand in it. */
final class Pages {
  /** The looks that cards have, too. */
  private static final String CARD_STYLE = "/dev/evenhand/card/card.css";

  private static final String ECHARTS =
      "/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.min.js";
  private static final String CARD_FOLLOW = "/dev/evenhand/card/follow.js";
  private static final String THEME = "theme.js";
  private static final String CHARTS = "charts.js";

  private Pages() {}

  /**
   * What a page carries beside its text.
   *
   * @param data JSON that its scripts read
   * @param scripts in the order in which they run; none on a page without charts
   */
  record Assets(String style, String data, List<String> scripts) {
    static Assets plain() {
      return new Assets(allStyles(), "[]", List.of());
    }

    static Assets with(String data, String... scripts) {
      List<String> all = new ArrayList<>();
      all.add(Resource.text(Pages.class, ECHARTS).replace("</script", "<\\/script"));
      all.add(Resource.text(Pages.class, CARD_FOLLOW));
      for (String script : scripts) {
        all.add(Resource.text(Pages.class, script));
      }
      return new Assets(allStyles(), data, List.copyOf(all));
    }

    private static String allStyles() {
      return Resource.text(Pages.class, CARD_STYLE) + Resource.text(Pages.class, "site.css");
    }
  }

  /**
   * Where a page stands.
   *
   * @param root the way to the start page's folder
   * @param pipeline null on the start page
   * @param current name of the page in the menu; null if it is none of them
   * @param card the newest card, from the pipeline's folder; null without one
   */
  record Place(String root, String pipeline, String current, String card) {
    /** What the menu says of a page: that it is this one, or nothing. */
    String mark(String page) {
      return Objects.equals(page, current) && (page != null || pipeline == null) ? "page" : null;
    }

    /** The way to the pipeline's folder. */
    String home() {
      return root + pipeline + "/";
    }
  }

  static String start(List<PipelineView> pipelines) {
    List<Chart> charts = new ArrayList<>();
    for (PipelineView pipeline : pipelines) {
      pipeline
          .newestWithCard()
          .flatMap(run -> Charts.models("models-" + pipeline.name(), run))
          .ifPresent(charts::add);
    }
    Assets assets = Assets.with(Json.rounded(charts), THEME, CHARTS);
    Place place = new Place("", null, null, null);
    return page(out -> JtestartGenerated.render(out, null, pipelines, place, assets));
  }

  static String pipeline(PipelineView pipeline) {
    List<RunView> trained = pipeline.trained();
    List<RunView> oldestFirst = pipeline.oldestFirst();
    List<Chart> charts = new ArrayList<>();
    if (!trained.isEmpty()) {
      charts.add(Charts.overRuns("auc", "ROC AUC over runs", trained, ModelView::rocAuc));
      charts.add(Charts.gapOverRuns("gap", "Gap between groups over runs", trained));
    }
    charts.add(Charts.times("times", oldestFirst));
    List<RunView> funnels = oldestFirst.stream().filter(RunView::hasFunnel).toList();
    if (!funnels.isEmpty()) {
      charts.add(Charts.funnels("funnels", funnels));
    }
    Assets assets = Assets.with(Json.rounded(charts), THEME, CHARTS);
    Place place = place("../", pipeline, "runs");
    return page(
        out ->
            JtepipelineGenerated.render(out, null, pipeline, oldestFirst, funnels, place, assets));
  }

  static String run(PipelineView pipeline, RunView run) {
    Place place = place("../../", pipeline, null);
    return page(out -> JterunGenerated.render(out, null, run, place, Assets.plain()));
  }

  static String trends(PipelineView pipeline, Trends trends) {
    Assets assets = Assets.with(Json.rounded(trends), THEME, "trends.js");
    Place place = place("../", pipeline, "trends");
    return page(out -> JtetrendsGenerated.render(out, null, pipeline, trends, place, assets));
  }

  static String whatIf(PipelineView pipeline, WhatIf whatIf) {
    Assets assets = Assets.with(Json.exact(whatIf), THEME, "arithmetic.js", "whatif.js");
    Place place = place("../", pipeline, "what-if");
    return page(out -> JtewhatifGenerated.render(out, null, pipeline, whatIf, place, assets));
  }

  private static Place place(String root, PipelineView pipeline, String current) {
    return new Place(
        root,
        pipeline.name(),
        current,
        pipeline
            .newestWithCard()
            .flatMap(run -> run.candidate().map(model -> model.cardPage(run.id())))
            .orElse(null));
  }

  private static String page(Consumer<OwaspHtmlTemplateOutput> template) {
    StringOutput page = new StringOutput();
    template.accept(new OwaspHtmlTemplateOutput(page));
    return page.toString();
  }
}
