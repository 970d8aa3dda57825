package dev.evenhand.card;

import java.util.ArrayList;
import java.util.List;

/** What may go wrong with the model, and what was done about it. */
record Risk(String name, String mitigation) {

  static List<Risk> all(ModelCard card) {
    List<Risk> risks = new ArrayList<>();
    risks.add(unevenness(card));
    card.importance().usedProxies().stream()
        .filter(Importance.Used::isUsed)
        .forEach(
            used ->
                risks.add(
                    new Risk(
                        Text.name(used.proxy().feature())
                            + " stands in for "
                            + used.proxy().text()
                            + " (AUC "
                            + Text.number(used.proxy().auc())
                            + ")",
                        "Its weight in the model is "
                            + Text.percent(used.share())
                            + "; the gaps between groups are measured and gated.")));
    risks.add(singledOut(card));
    risks.add(
        new Risk(
            "Data used without a right to it",
            card.ground().isConsent()
                ? "Only of persons whose consent to " + card.ground().purpose() + " is on record."
                : "Lawful basis: " + card.ground().basis() + "."));
    risks.add(
        new Risk(
            "Energy: "
                + Text.number(card.energy().kwh())
                + " kWh, "
                + Text.number(card.energy().gramsCo2e())
                + " g CO2e",
            "Reckoned for every run: " + card.energy().method() + "."));
    return risks;
  }

  private static Risk unevenness(ModelCard card) {
    Gap gap = card.gap();
    String bound =
        gap.bound() == null
            ? "No constraint held it in training."
            : "Trained to keep it within " + Text.chosen(gap.bound()) + ".";
    return new Risk(
        Words.of(gap.metric()).label()
            + " gap by "
            + Text.name(gap.attribute())
            + ": "
            + Text.figure(gap.with()),
        bound + " " + card.gatesPassed() + " of " + card.gates().size() + " gates passed.");
  }

  private static Risk singledOut(ModelCard card) {
    Figure unique = card.residual().figures().get(0);
    Anonymization anonymization = card.anonymization();
    return new Risk(
        "A person of the training set is singled out: "
            + unique.text()
            + " of its rows are alone in all features",
        anonymization == null
            ? "The training set is not anonymized."
            : "%s with k = %d over %s."
                .formatted(
                    anonymization.model(),
                    anonymization.k(),
                    Text.list(anonymization.quasiIdentifiers())));
  }
}
