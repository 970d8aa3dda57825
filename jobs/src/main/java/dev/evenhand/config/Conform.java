package dev.evenhand.config;

import java.util.Optional;

/** Spark SQL from the sources (by their names) to the canonical tables. */
public record Conform(
    @Setting("silver.subjects: subject_key, optional valid_from, attributes that may be features.")
        Optional<String> subjects,
    @Setting(
            key = "protected",
            value = "silver.protected: subject_key, optional valid_from, protected attributes.")
        Optional<String> protectedAttributes,
    @Setting(
            "silver.sales: subject_key, sold_at, amount; optional order_id, product_id, category,"
                + " quantity, discount, channel, currency, recorded_at.")
        Optional<String> sales,
    @Setting(
            "silver.decisions: decision_id, subject_key, decided_at, label; optional offer,"
                + " outcome_until, split, recorded_at; further columns are attributes of the"
                + " decision.")
        String decisions,
    @Setting(
            "silver.consents: subject_key, purpose, status, valid_from; optional recorded_at,"
                + " lawful_basis, source, jurisdiction, about, topic, given_by. Absent: the ledger"
                + " as it stands.")
        Optional<String> consents) {
  public Conform {
    subjects = Checks.copy(subjects);
    protectedAttributes = Checks.copy(protectedAttributes);
    sales = Checks.copy(sales);
    consents = Checks.copy(consents);
    new Checks()
        .that(
            !decisions.isBlank(),
            "decisions",
            "decisions is blank; a SELECT is allowed; write the query of the decisions")
        .done();
  }
}
