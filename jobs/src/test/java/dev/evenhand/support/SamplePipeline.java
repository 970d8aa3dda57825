package dev.evenhand.support;

import dev.evenhand.config.AnonymityModel;
import dev.evenhand.config.Anonymize;
import dev.evenhand.config.Card;
import dev.evenhand.config.Conform;
import dev.evenhand.config.Consent;
import dev.evenhand.config.Constraint;
import dev.evenhand.config.Decide;
import dev.evenhand.config.Estimator;
import dev.evenhand.config.Evaluate;
import dev.evenhand.config.Features;
import dev.evenhand.config.Format;
import dev.evenhand.config.Gate;
import dev.evenhand.config.GateMetric;
import dev.evenhand.config.Load;
import dev.evenhand.config.Model;
import dev.evenhand.config.Percent;
import dev.evenhand.config.Pipeline;
import dev.evenhand.config.Privacy;
import dev.evenhand.config.Rebalance;
import dev.evenhand.config.RebalanceMethod;
import dev.evenhand.config.Source;
import dev.evenhand.config.Split;
import dev.evenhand.config.SplitBy;
import dev.evenhand.config.Value;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pipeline file of {@link SampleRun} as records. */
public final class SamplePipeline {
  public static final String NAME = "spring-offers";
  public static final String UNCONSTRAINED = "unconstrained";
  public static final String CANDIDATE = "even-odds";

  private SamplePipeline() {}

  public static Pipeline of(Gate... gates) {
    return new Pipeline(
        NAME,
        "Which customers are called about the spring offer",
        ".",
        "lake",
        Map.of("sales", source("sales.csv"), "customers", source("customers.csv")),
        new Conform(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "SELECT * FROM customers",
            Optional.empty()),
        new Consent(
            Optional.of("direct-marketing"),
            Optional.of("consents"),
            Optional.empty(),
            Optional.empty()),
        new Features(Optional.empty(), List.of("tenure_years"), Map.of(), Map.of()),
        new Split(
            Optional.of(Percent.of("30%")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Percent.of("15%"),
            SplitBy.SUBJECT,
            "decided_at",
            17),
        Optional.of(
            new Privacy(
                Optional.of(
                    new Anonymize(
                        AnonymityModel.K_ANONYMITY,
                        5,
                        List.of("household_size", "tenure_years"),
                        Percent.of("2%"))))),
        Optional.of(new Rebalance(RebalanceMethod.REWEIGHING, List.of("origin"))),
        new Decide(Optional.of(Percent.of("20%")), Optional.empty(), Optional.empty()),
        Optional.of(new Value(money(40), money(-5), money(0), money(0), Optional.of("EUR"))),
        List.of(unconstrained(), candidate()),
        new Evaluate(List.of("origin", "age_band"), 2, Map.of("origin", "north"), 30),
        List.of(gates),
        card(),
        Map.of());
  }

  public static Gate atMost(GateMetric metric, String attribute, double bound) {
    return new Gate(
        metric,
        Optional.ofNullable(attribute),
        Optional.empty(),
        Optional.of(bound),
        Optional.empty());
  }

  public static Gate atLeast(GateMetric metric, String attribute, double bound) {
    return new Gate(
        metric,
        Optional.ofNullable(attribute),
        Optional.empty(),
        Optional.empty(),
        Optional.of(bound));
  }

  private static Model unconstrained() {
    return model(
        UNCONSTRAINED,
        Estimator.LOGISTIC_REGRESSION,
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  private static Model candidate() {
    return model(
        CANDIDATE,
        Estimator.FAIR_LOGISTIC_REGRESSION,
        Optional.of(Constraint.EQUALIZED_ODDS),
        List.of("origin"),
        Optional.of(0.05));
  }

  private static Model model(
      String name,
      Estimator estimator,
      Optional<Constraint> constraint,
      List<String> sensitive,
      Optional<Double> atMost) {
    return new Model(name, estimator, constraint, sensitive, atMost, 0.01, 0, 100, 20, 5, 0.1);
  }

  private static Source source(String path) {
    return new Source(
        Format.CSV,
        Optional.of(path),
        Optional.empty(),
        Map.of(),
        ZoneId.of("UTC"),
        Map.of(),
        Optional.empty(),
        Map.of(),
        Percent.of("1%"),
        Load.FULL,
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  private static Card card() {
    return new Card(
        "Campaign analytics",
        "campaigns@example.com",
        "Choosing customers for a call about the spring offer.",
        "Prices, credit, employment, or any decision but this call.",
        List.of(
            "Learned from one season; a changed assortment makes it stale.",
            "Customers who did not state their origin are one group, unknown."),
        Optional.of("Customers who agreed to marketing; they can object in the customer portal."),
        Optional.of("Generated sample warehouse, CC0."),
        List.of("Hardt, Price, Srebro (2016), Equality of Opportunity in Supervised Learning"));
  }

  private static BigDecimal money(long amount) {
    return BigDecimal.valueOf(amount);
  }
}
