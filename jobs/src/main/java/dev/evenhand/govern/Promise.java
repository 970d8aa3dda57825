package dev.evenhand.govern;

import dev.evenhand.config.Gate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * What a model must keep on the test split.
 *
 * @param attribute whose groups the figure compares; null if it is about all decisions
 * @param setBy {@link #FILE} or {@link #HOUSE}
 */
record Promise(String model, String metric, String attribute, Bound bound, String setBy) {
  static final String FILE = "file";
  static final String HOUSE = "house";

  static Promise of(Gate gate, String candidate) {
    Bound bound =
        gate.atMost()
            .map(limit -> new Bound(Bound.Side.AT_MOST, limit, ""))
            .orElseGet(() -> new Bound(Bound.Side.AT_LEAST, gate.atLeast().orElseThrow(), ""));
    return new Promise(
        gate.model().orElse(candidate),
        gate.metric().word(),
        gate.attribute().orElse(null),
        bound,
        FILE);
  }

  /**
   * Judges by the figure over all groups; where there is only one for each reference group, by the
   * worst of them. A figure that is missing, withheld or undefined does not pass.
   */
  GateResult judge(List<Measured> figures) {
    List<Measured> asked = figures.stream().filter(this::isAsked).toList();
    List<Measured> general = asked.stream().filter(Measured::isGeneral).toList();
    List<Measured> judged = general.isEmpty() ? asked : general;
    if (judged.isEmpty()) {
      return failed(null, "not measured on the test split");
    }
    for (Measured figure : judged) {
      if (figure.value() == null) {
        return failed(null, figure.status() + because(figure.reason()));
      }
    }
    double worst =
        judged.stream()
            .map(Measured::value)
            .max(Comparator.comparingDouble(bound::excess))
            .orElseThrow();
    return bound.holds(worst)
        ? new GateResult(this, worst, true, null)
        : failed(worst, Bound.number(worst) + " is not " + bound.text());
  }

  GateResult failed(Double value, String reason) {
    return new GateResult(this, value, false, reason);
  }

  private boolean isAsked(Measured figure) {
    return figure.model().equals(model)
        && figure.metric().equals(metric)
        && Objects.equals(figure.attribute(), attribute);
  }

  private static String because(String reason) {
    return reason == null ? "" : ": " + reason;
  }
}
