package dev.evenhand.report;

import dev.evenhand.report.Chart.Kind;
import dev.evenhand.report.Chart.Series;
import dev.evenhand.report.RunView.Stage;
import dev.evenhand.report.RunView.StepView;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The charts of the pages that are not made in the browser. */
final class Charts {
  private Charts() {}

  /** How even and how good the models of a run are; none without two figures of a model. */
  static Optional<Chart> models(String id, RunView run) {
    List<Series> points =
        run.models().stream()
            .filter(model -> model.gap() != null && model.rocAuc() != null)
            .map(
                model ->
                    new Series(
                        model.name(),
                        List.of(model.gap(), model.rocAuc()),
                        run.candidate().filter(model::equals).isPresent()))
            .toList();
    if (points.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Chart(
            id,
            Kind.POINTS,
            "Models by gap and ROC AUC",
            "gap between groups, smaller is more even",
            "ROC AUC",
            List.of(),
            points));
  }

  /** A figure of the candidates over runs, beside that of the unconstrained model. */
  static Chart overRuns(
      String id, String title, List<RunView> runs, Function<ModelView, Double> figure) {
    return overRuns(id, title, runs, List.of(series("candidate", runs, figure, true)));
  }

  /** The gap of the candidates over runs, with that without a constraint. */
  static Chart gapOverRuns(String id, String title, List<RunView> runs) {
    return overRuns(
        id,
        title,
        runs,
        List.of(
            series("candidate", runs, ModelView::gap, true),
            series("unconstrained", runs, ModelView::unconstrainedGap, false)));
  }

  private static Chart overRuns(String id, String title, List<RunView> runs, List<Series> series) {
    return new Chart(id, Kind.LINES, title, null, null, labels(runs), series);
  }

  private static Series series(
      String name, List<RunView> runs, Function<ModelView, Double> figure, boolean isMain) {
    return new Series(
        name,
        Arrays.asList(
            runs.stream()
                .map(run -> run.candidate().map(figure).orElse(null))
                .toArray(Double[]::new)),
        isMain);
  }

  /** How long each step took in each run. */
  static Chart times(String id, List<RunView> runs) {
    List<String> steps =
        runs.stream().flatMap(run -> run.steps().stream()).map(StepView::name).distinct().toList();
    return new Chart(
        id,
        Kind.STACK,
        "Seconds by step and run",
        null,
        "seconds",
        labels(runs),
        steps.stream()
            .map(
                step ->
                    new Series(
                        step,
                        runs.stream()
                            .map(run -> run.step(step).map(StepView::seconds).orElse(0.0))
                            .toList(),
                        true))
            .toList());
  }

  /** What became of the decisions in each run. */
  static Chart funnels(String id, List<RunView> runs) {
    List<String> ways = runs.get(0).ways().stream().map(Stage::label).toList();
    return new Chart(
        id,
        Kind.STACK,
        "What became of the decisions by run",
        null,
        "decisions",
        labels(runs),
        ways.stream()
            .map(
                way ->
                    new Series(way, runs.stream().map(run -> (double) run.way(way)).toList(), true))
            .toList());
  }

  private static List<String> labels(List<RunView> runs) {
    return runs.stream().map(run -> Shown.day(run.asOf())).toList();
  }
}
