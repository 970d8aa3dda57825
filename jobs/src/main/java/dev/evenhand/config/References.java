package dev.evenhand.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What the parts of a pipeline file say of each other: names that must lead somewhere. */
final class References {
  private static final String SENSITIVE = "/evaluate/sensitive";
  private static final List<String> GATES = List.of("/gate", "/select/within");

  private final Bound bound;
  private final Problems problems;

  private References(Bound bound, Problems problems) {
    this.bound = bound;
    this.problems = problems;
  }

  static void check(Bound bound, Problems problems) {
    References references = new References(bound, problems);
    references.checkConsent();
    references.checkFeatures();
    references.checkProtected();
    references.checkSensitive();
    references.checkGates();
    references.checkValue();
    references.checkRecourse();
  }

  private void checkConsent() {
    bound
        .one("/consent/ledger", String.class)
        .ifPresent(ledger -> named("/consent/ledger", ledger, bound.keys("/sources"), "sources"));
    that(
        !bound.isWritten("/conform/consents")
            || !bound.isWritten("/consent")
            || bound.isWritten("/consent/ledger"),
        "/conform/consents",
        "consents are conformed but consent names no ledger, so they would be ignored; with"
            + " conform.consents {purpose, ledger} is required; write consent: {purpose: …, ledger:"
            + " …}");
  }

  private void checkFeatures() {
    for (String key : List.of("history", "expressions")) {
      that(
          !bound.isWritten("/features/" + key) || bound.isWritten("/conform/sales"),
          "/features/" + key,
          "features.%s is made from sales, but conform has no sales; it is required; "
              + "add conform.sales or drop features.%s",
          key,
          key);
    }
    List<String> columns = bound.texts("/features/columns");
    List<String> usable = new ArrayList<>(columns);
    usable.addAll(bound.keys("/features/expressions"));
    named("/privacy/anonymize/quasi_identifiers", usable, "the features");
    for (String allowed : bound.keys("/features/protected_allowed")) {
      named("/features/protected_allowed/" + allowed, allowed, columns, "features.columns");
    }
  }

  /** A protected attribute is no feature, unless the file says why. */
  private void checkProtected() {
    List<String> columns = bound.texts("/features/columns");
    List<String> allowed = bound.keys("/features/protected_allowed");
    List<String> sensitive = bound.texts(SENSITIVE);
    for (int i = 0; i < columns.size(); i++) {
      String column = columns.get(i);
      that(
          !sensitive.contains(column) || allowed.contains(column),
          Pointer.child("/features/columns", i),
          "'%s' is a protected attribute (evaluate.sensitive); as a feature it is "
              + "allowed only with a reason; drop it or add features.protected_allowed: {%s: "
              + "why}",
          column,
          column);
    }
    that(
        sensitive.isEmpty()
            || !bound.isWritten("/conform")
            || bound.isWritten("/conform/protected"),
        SENSITIVE,
        "evaluate names protected attributes, but conform has no protected; it is required; add"
            + " conform.protected");
  }

  private void checkSensitive() {
    List<String> sensitive = bound.texts(SENSITIVE);
    if (sensitive.isEmpty()) {
      return;
    }
    named("/rebalance/by", sensitive, "evaluate.sensitive");
    checkSubgroups(sensitive);
    for (String model : bound.keys("/train")) {
      named("/train/%s/sensitive".formatted(model), sensitive, "evaluate.sensitive");
    }
    for (String gates : GATES) {
      for (String gate : bound.keys(gates)) {
        String pointer = gates + "/" + gate + "/attribute";
        bound
            .one(pointer, String.class)
            .ifPresent(name -> named(pointer, name, sensitive, "evaluate.sensitive"));
      }
    }
  }

  /** What features.history makes has names that only the run knows. */
  private void checkSubgroups(List<String> sensitive) {
    if (bound.isWritten("/features/history")) {
      return;
    }
    List<String> known = new ArrayList<>(sensitive);
    known.addAll(bound.texts("/features/columns"));
    known.addAll(bound.keys("/features/expressions"));
    named("/evaluate/subgroups/columns", known, "evaluate.sensitive or the features");
  }

  private void checkGates() {
    List<String> models =
        bound.keys("/train").stream()
            .flatMap(i -> bound.one("/train/" + i, Model.class).stream())
            .flatMap(model -> model.variants().stream())
            .map(Model::name)
            .toList();
    if (models.size() < bound.keys("/train").size()) {
      return; // A model without a readable name may be the one that a gate means.
    }
    for (String gate : bound.keys("/gate")) {
      String pointer = "/gate/" + gate + "/model";
      bound.one(pointer, String.class).ifPresent(name -> named(pointer, name, models, "train"));
    }
  }

  private void checkValue() {
    boolean hasValue = bound.isWritten("/value");
    that(
        hasValue
            || bound.one("/decide/maximize", Maximize.class).stream()
                .noneMatch(Maximize.VALUE::equals),
        "/decide/maximize",
        "maximize is value, but the file has no value; it is required; add value: {true_positive:"
            + " …, false_positive: …}");
    checkValue("/select/maximize", hasValue);
    for (String gates : GATES) {
      bound.keys(gates).forEach(gate -> checkValue(gates + "/" + gate + "/metric", hasValue));
    }
  }

  private void checkValue(String pointer, boolean hasValue) {
    that(
        hasValue
            || bound.one(pointer, GateMetric.class).stream().noneMatch(GateMetric.VALUE::equals),
        pointer,
        "%s is value, but the file has no value; it is required; add value: {true_positive: …,"
            + " false_positive: …}",
        pointer.substring(pointer.lastIndexOf('/') + 1));
  }

  /** The names of features.history hang on the run; it refuses those that it doesn't make. */
  private void checkRecourse() {
    String changeable = "/explain/recourse/changeable";
    List<String> features = new ArrayList<>(bound.texts("/features/columns"));
    features.addAll(bound.keys("/features/expressions"));
    List<String> quasi = bound.texts("/privacy/anonymize/quasi_identifiers");
    List<String> sensitive = new ArrayList<>(bound.texts(SENSITIVE));
    sensitive.addAll(bound.keys("/features/protected_allowed"));
    for (String feature : bound.keys(changeable)) {
      String pointer = Pointer.child(changeable, feature);
      if (!bound.isWritten("/features/history")) {
        named(pointer, feature, features, "the features");
      }
      that(
          !sensitive.contains(feature),
          pointer,
          "'%s' is a protected attribute, which nobody is asked to change; other features are"
              + " allowed; drop it",
          feature);
      that(
          !quasi.contains(feature),
          pointer,
          "'%s' is a quasi-identifier, of which the model sees ranges only; other features are"
              + " allowed; drop it",
          feature);
      that(
          bound.one(Pointer.child("/explain/features", feature), FeatureWords.class).stream()
              .noneMatch(FeatureWords::isUntold),
          pointer,
          "'%s' is untold (explain.features), but a suggestion tells the value; other features are"
              + " allowed; drop it",
          feature);
    }
  }

  private void named(String list, Collection<String> allowed, String where) {
    List<String> names = bound.texts(list);
    for (int i = 0; i < names.size(); i++) {
      named(Pointer.child(list, i), names.get(i), allowed, where);
    }
  }

  private void named(String pointer, String name, Collection<String> allowed, String where) {
    that(
        allowed.contains(name),
        pointer,
        "'%s' isn't in %s; allowed are %s; %s",
        name,
        where,
        allowed.isEmpty() ? "none yet" : String.join(", ", allowed),
        Nearest.meant(name, allowed, "correct it or add it there"));
  }

  private void that(boolean holds, String pointer, String message, Object... values) {
    if (!holds) {
      problems.add(bound.nearest(pointer), message, values);
    }
  }
}
