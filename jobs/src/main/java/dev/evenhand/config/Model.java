package dev.evenhand.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** A model to train. */
public record Model(
    @Setting(value = "The model's name in tables, gates and on the card.", pattern = Checks.NAME)
        String name,
    @Setting("What learns it.") Estimator estimator,
    @Setting("The gap that a fair estimator holds within at_most.") Optional<Constraint> constraint,
    @Setting("The protected attributes whose groups the constraint compares.")
        List<String> sensitive,
    @Setting("The largest gap allowed, in [0, 1].") Optional<Double> atMost,
    @Setting("Several bounds to try, each a model of its own, in place of at_most.")
        List<Double> bounds,
    @Setting(value = "The strength of the penalty on coefficients; 0 is none.", byDefault = "0.01")
        double regularization,
    @Setting(value = "The part of the penalty that is L1, in [0, 1].", byDefault = "0")
        double elasticNet,
    @Setting(value = "The most passes of the optimization.", byDefault = "100") int maxIterations,
    @Setting(value = "How many trees are boosted.", byDefault = "20") int trees,
    @Setting(value = "How deep a tree may be.", byDefault = "5") int depth,
    @Setting(value = "How much each tree adds, in (0, 1].", byDefault = "0.1") double stepSize) {
  public Model {
    constraint = Checks.copy(constraint);
    sensitive = Checks.copy(sensitive);
    atMost = Checks.copy(atMost);
    bounds = Checks.copy(bounds);
    Checks rules = new Checks();
    rules.matches(name, Checks.NAME, "name").distinct(sensitive, "sensitive");
    boolean isBounded = atMost.isPresent() || !bounds.isEmpty();
    boolean isComplete = constraint.isPresent() && isBounded && !sensitive.isEmpty();
    boolean isEmpty =
        constraint.isEmpty() && atMost.isEmpty() && bounds.isEmpty() && sensitive.isEmpty();
    rules.that(
        estimator.isConstrained() ? isComplete : isEmpty,
        "estimator",
        estimator.isConstrained()
            ? ("estimator %s lacks constraint, sensitive or at_most; all three are "
                    + "required; add what is missing")
                .formatted(estimator.word())
            : ("estimator %s with constraint, sensitive or at_most; only %s and %s hold one; "
                    + "change the estimator or drop them")
                .formatted(
                    estimator.word(),
                    Estimator.FAIR_LOGISTIC_REGRESSION.word(),
                    Estimator.FAIR_GRADIENT_BOOSTED_TREES.word()));
    rules.that(
        atMost.isEmpty() || bounds.isEmpty(),
        "bounds",
        "at_most and bounds are both given; one of them is allowed; drop one");
    atMost.ifPresent(bound -> rules.range(bound, 0, 1, "at_most"));
    bounds.forEach(bound -> rules.range(bound, 0, 1, "bounds"));
    rules.distinct(bounds.stream().map(String::valueOf).toList(), "bounds");
    rules
        .range(regularization, 0, 1e6, "regularization")
        .range(elasticNet, 0, 1, "elastic_net")
        .range(maxIterations, 1, 10_000, "max_iterations")
        .range(trees, 1, 1_000, "trees")
        .range(depth, 1, 30, "depth")
        .range(stepSize, 0.0001, 1, "step_size")
        .done();
  }

  /** Itself, or a model for each of its bounds, named after it: even-0_05. */
  List<Model> variants() {
    return bounds.isEmpty() ? List.of(this) : bounds.stream().map(this::at).toList();
  }

  private Model at(double bound) {
    return new Model(
        variant(name, bound),
        estimator,
        constraint,
        sensitive,
        Optional.of(bound),
        List.of(),
        regularization,
        elasticNet,
        maxIterations,
        trees,
        depth,
        stepSize);
  }

  static String variant(String name, double bound) {
    String number = BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
    return name + "-" + number.replace('.', '_');
  }
}
