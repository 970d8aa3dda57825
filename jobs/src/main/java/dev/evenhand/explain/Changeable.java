package dev.evenhand.explain;

import dev.evenhand.attribution.Action;
import dev.evenhand.base.DataProblem;
import dev.evenhand.config.Change;
import dev.evenhand.config.RecourseRules;
import dev.evenhand.vector.FeatureStages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.sql.types.StructType;

/**
 * What the file lets change, as actions on the entries of a model's vector.
 *
 * @param featureOf the feature that an action's name stands for
 * @param categoryOf the category that a code's label stands for
 */
record Changeable(
    List<Action> actions, Map<String, String> featureOf, Map<String, String> categoryOf) {
  private static final String CODES = "_codes_";
  private static final String FLAG = "_missing";

  /** Categories that stand for no value: nobody can change to them. */
  private static final Set<String> NO_VALUES = Set.of("(missing)", "__unknown");

  /**
   * The rules on a vector.
   *
   * @param slots the feature that each entry stands for
   * @param schema with the vector
   * @param places of features that are numbers, the decimal place to which values are told
   */
  static Changeable of(
      RecourseRules rules, List<String> slots, StructType schema, Map<String, Double> places) {
    Attribute[] entries =
        AttributeGroup.fromStructField(schema.apply(FeatureStages.FEATURES)).attributes().get();
    Changeable found = new Changeable(new ArrayList<>(), new TreeMap<>(), new TreeMap<>());
    rules
        .changeable()
        .forEach(
            (feature, change) -> {
              List<String> labels = new ArrayList<>();
              for (int i = 0; i < entries.length; i++) {
                if (slots.get(i).equals(feature)) {
                  labels.add(entries[i].name().get());
                }
              }
              if (labels.isEmpty()) {
                throw new DataProblem(
                    "explain.recourse.changeable: '%s' is no feature of the models. They have %s."
                        .formatted(feature, String.join(", ", new TreeSet<>(slots))));
              }
              found.add(feature, change, labels, places.get(feature));
            });
    return found;
  }

  private void add(String feature, Change change, List<String> labels, Double place) {
    boolean isNumber = place != null;
    if (isNumber && !change.to().isEmpty()) {
      throw new DataProblem(
          "explain.recourse.changeable: '%s' is a number, and to is for categories. Write at_least and at_most."
              .formatted(feature));
    }
    if (isNumber) {
      String value =
          labels.stream().filter(label -> !label.endsWith(FLAG)).findFirst().orElseThrow();
      featureOf.put(value, feature);
      actions.add(number(value, change, place));
    } else {
      featureOf.put(feature, feature);
      actions.add(category(feature, change, labels));
    }
  }

  private static Action number(String label, Change change, double place) {
    Action any =
        Action.number(label)
            .between(
                change.atLeast().orElse(Double.NEGATIVE_INFINITY),
                change.atMost().orElse(Double.POSITIVE_INFINITY))
            .inStepsOf(change.step())
            .roundedTo(change.step() > 0 ? 0 : place);
    return switch (change.direction()) {
      case EITHER -> any;
      case UP -> any.up();
      case DOWN -> any.down();
    };
  }

  private Action category(String feature, Change change, List<String> labels) {
    Map<String, String> labelOf = new TreeMap<>();
    for (String label : labels) {
      String category = label.substring(label.indexOf(CODES) + CODES.length());
      if (!NO_VALUES.contains(category)) {
        labelOf.put(category, label);
        categoryOf.put(label, category);
      }
    }
    if (labelOf.isEmpty()) {
      throw new DataProblem(
          "explain.recourse.changeable: no training row has a value of '%s', so that nothing can be suggested. Drop it."
              .formatted(feature));
    }
    Set<String> unknown = new TreeSet<>(change.to());
    unknown.removeAll(labelOf.keySet());
    if (!unknown.isEmpty()) {
      throw new DataProblem(
          "explain.recourse.changeable: '%s' may change to '%s', which no training row has. It has %s."
              .formatted(
                  feature, String.join("', '", unknown), String.join(", ", labelOf.keySet())));
    }
    List<String> to = change.to().isEmpty() ? List.copyOf(labelOf.keySet()) : change.to();
    return Action.category(feature).to(to.stream().map(labelOf::get).toArray(String[]::new));
  }
}
