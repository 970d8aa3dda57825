package dev.evenhand.card;

import dev.evenhand.config.Estimator;
import dev.evenhand.config.GateMetric;
import dev.evenhand.config.Model;
import dev.evenhand.config.Pipeline;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * All models of the run on the same test decisions.
 *
 * @param candidate the model the card is about
 * @param counterpart the unconstrained model beside it; null if none was trained
 */
record Comparison(
    String candidate,
    @Told(absent = "where no unconstrained model was trained") String counterpart,
    @Told(isFilled = true) List<Line> lines) {
  static final List<String> METRICS =
      List.of(
          GateMetric.ROC_AUC.word(),
          GateMetric.PR_AUC.word(),
          GateMetric.ACCURACY.word(),
          GateMetric.PRECISION.word(),
          GateMetric.RECALL.word(),
          GateMetric.F1.word(),
          GateMetric.LOG_LOSS.word(),
          GateMetric.BRIER.word(),
          GateMetric.SELECTION_RATE.word(),
          GateMetric.VALUE.word());

  /** A model and its figures by metric; one that was not measured is not there. */
  record Line(
      String model, String estimator, String role, double threshold, Map<String, Figure> figures) {
    Figure figure(String metric) {
      return figures.get(metric);
    }

    /** What the model is, beside its name. */
    String kind() {
      String learner = estimator.replace('-', ' ');
      return role.equals(model) ? learner : role;
    }
  }

  static Comparison of(Pipeline pipeline, Evidence evidence, String candidate) {
    String counterpart = counterpart(pipeline, candidate);
    List<Line> lines =
        evidence.models().stream()
            .map(model -> line(model, role(model.name(), candidate, pipeline), evidence))
            .sorted(
                Comparator.comparing((Line line) -> line.model().equals(candidate))
                    .thenComparing(line -> !line.role().equals("baseline"))
                    .thenComparing(Line::model))
            .toList();
    return new Comparison(candidate, counterpart, lines);
  }

  /** The metrics that some model has. */
  List<String> measured() {
    return METRICS.stream()
        .filter(metric -> lines.stream().anyMatch(line -> line.figure(metric) != null))
        .toList();
  }

  Line line(String model) {
    return lines.stream().filter(line -> line.model().equals(model)).findFirst().orElseThrow();
  }

  /** The candidate's figure, or null. */
  Figure candidate(String metric) {
    return figure(candidate, metric);
  }

  Figure counterpart(String metric) {
    return figure(counterpart, metric);
  }

  private Figure figure(String model, String metric) {
    return lines.stream()
        .filter(line -> line.model().equals(model))
        .map(line -> line.figure(metric))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static Line line(TrainedModel model, String role, Evidence evidence) {
    FigureSet measured = evidence.measured().model(model.name());
    Map<String, Figure> figures = new TreeMap<>();
    for (String metric : METRICS) {
      measured.overall(metric).ifPresent(figure -> figures.put(metric, figure));
    }
    return new Line(model.name(), model.estimator(), role, model.threshold(), figures);
  }

  private static String role(String name, String candidate, Pipeline pipeline) {
    if (name.equals(candidate)) {
      return "candidate";
    }
    return pipeline
        .model(name)
        .map(model -> model.estimator().isConstrained() ? "constrained" : "unconstrained")
        .orElse("baseline");
  }

  /** Logistic regression if there is one, since it differs from the candidate least. */
  private static String counterpart(Pipeline pipeline, String candidate) {
    if (pipeline.model(candidate).filter(model -> model.estimator().isConstrained()).isEmpty()) {
      return null;
    }
    return pipeline.train().stream()
        .filter(model -> !model.estimator().isConstrained())
        .min(Comparator.comparing(model -> model.estimator() != Estimator.LOGISTIC_REGRESSION))
        .map(Model::name)
        .orElse(null);
  }
}
