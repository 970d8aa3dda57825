package dev.evenhand.config;

import java.util.Optional;

/** A promise that a model keeps on the test split; one that isn't kept ends a run with status 1. */
@ExactlyOne({"at_most", "at_least"})
public record Gate(
    @Setting("The figure.") GateMetric metric,
    @Setting("The protected attribute whose groups the figure compares.")
        Optional<String> attribute,
    @Setting("The model that must keep it; absent: the candidate, the last of train.")
        Optional<String> model,
    @Setting("The largest value that passes.") Optional<Double> atMost,
    @Setting("The smallest value that passes.") Optional<Double> atLeast) {
  public Gate {
    attribute = Checks.copy(attribute);
    model = Checks.copy(model);
    atMost = Checks.copy(atMost);
    atLeast = Checks.copy(atLeast);
    new Checks()
        .exactlyOne(Gate.class, atMost, atLeast)
        .that(
            metric.comparesGroups() == attribute.isPresent(),
            attribute.isPresent() ? "attribute" : "metric",
            attribute.isPresent()
                ? ("%s with an attribute; it is a figure of all decisions and allows none; drop "
                        + "attribute")
                    .formatted(metric.word())
                : "%s without an attribute; it compares groups and requires one; add attribute:"
                    .formatted(metric.word()))
        .done();
  }
}
