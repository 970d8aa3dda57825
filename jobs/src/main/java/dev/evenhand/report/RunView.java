package dev.evenhand.report;

import dev.evenhand.lake.table.Models;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A run as the site shows it.
 *
 * @param status of the run as a whole
 * @param steps in the order in which they were first done, each as it was done last
 */
record RunView(
    String id,
    String status,
    Instant asOf,
    Instant startedAt,
    String codeVersion,
    List<StepView> steps,
    List<SourceView> sources,
    List<ModelView> models,
    List<GateView> gates) {
  private static final int STAGES = 5;

  /** A step: what it read and wrote, and how long it took. */
  record StepView(
      String name, String status, double seconds, Double cpuSeconds, Long rowsIn, Long rowsOut) {}

  /** A source's books: rows in = accepted + quarantined. */
  record SourceView(String name, Long rowsIn, Long accepted, Long quarantined) {}

  /** A gate and how it went. */
  record GateView(
      String model, String metric, String attribute, String bound, Double value, boolean passed) {}

  /** A count on the way from the data to the training rows. */
  record Stage(String label, long rows) {}

  /** The model that gates judged, if there is a card of it. */
  Optional<ModelView> candidate() {
    return models.stream()
        .filter(model -> !model.status().equals(Models.REFERENCE))
        .filter(model -> model.cardPath() != null)
        .findFirst();
  }

  Optional<StepView> step(String name) {
    return steps.stream().filter(step -> step.name().equals(name)).findFirst();
  }

  /** How many decisions were left after each step; empty where the run has no such steps. */
  List<Stage> funnel() {
    List<Stage> stages = new ArrayList<>();
    stage(stages, "Decisions in the data", step("consent").map(StepView::rowsIn));
    stage(stages, "With consent at the as-of moment", step("consent").map(StepView::rowsOut));
    stage(stages, "In a split: train, validation or test", step("split").map(StepView::rowsOut));
    stage(stages, "Training rows, before privacy", step("privacy").map(StepView::rowsIn));
    stage(stages, "Training rows", step("train").map(StepView::rowsIn));
    return List.copyOf(stages);
  }

  private static void stage(List<Stage> stages, String label, Optional<Long> rows) {
    rows.ifPresent(count -> stages.add(new Stage(label, count)));
  }

  /** The same as parts of a whole: the training rows, and where the others went. */
  List<Stage> ways() {
    long decisions = rows("consent", StepView::rowsIn);
    long consented = rows("consent", StepView::rowsOut);
    long split = rows("split", StepView::rowsOut);
    long train = rows("privacy", StepView::rowsIn);
    long training = rows("train", StepView::rowsIn);
    return List.of(
        new Stage("training rows", training),
        new Stage("suppressed to reach anonymity", train - training),
        new Stage("held back to validate and test", split - train),
        new Stage("left out of the split", consented - split),
        new Stage("without consent", decisions - consented));
  }

  long way(String label) {
    return ways().stream()
        .filter(way -> way.label().equals(label))
        .mapToLong(Stage::rows)
        .findFirst()
        .orElse(0);
  }

  /** Whether all the steps of the funnel were done. */
  boolean hasFunnel() {
    return funnel().size() == STAGES;
  }

  private long rows(String step, Function<StepView, Long> rows) {
    return step(step).map(rows).orElse(0L);
  }

  long gatesPassed() {
    return gates.stream().filter(GateView::passed).count();
  }

  /** What its steps took together: a step that was run again later counts once. */
  double seconds() {
    return steps.stream().mapToDouble(StepView::seconds).sum();
  }

  /** Where its page lies, from the pipeline's folder. */
  String page() {
    return "runs/" + id + ".html";
  }
}
