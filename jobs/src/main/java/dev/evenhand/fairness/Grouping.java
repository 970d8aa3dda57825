package dev.evenhand.fairness;

import dev.evenhand.base.DataProblem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * By which groups an audit measures.
 *
 * @param attributes columns with protected attributes
 * @param controls columns within whose values groups are compared once more
 * @param intersections how many attributes are combined at most
 * @param privileged the group that others are compared with, by attribute
 */
public record Grouping(
    List<String> attributes,
    List<String> controls,
    int intersections,
    Map<String, String> privileged) {
  public Grouping {
    attributes = List.copyOf(attributes);
    controls = List.copyOf(controls);
    privileged = Map.copyOf(privileged);
    if (attributes.isEmpty()) {
      throw new DataProblem("No protected attribute is named. Name at least one column.");
    }
    if (new HashSet<>(columns(attributes, controls)).size() < attributes.size() + controls.size()) {
      throw new DataProblem(
          "A column is named twice among protected and control attributes. Name each once.");
    }
    if (intersections < 1) {
      throw new DataProblem(
          "Intersections of " + intersections + " attributes were asked for; 1 or more can be.");
    }
    for (String attribute : privileged.keySet()) {
      if (!attributes.contains(attribute)) {
        throw new DataProblem(
            "A privileged value is given for '%s', which is not among the protected attributes %s."
                .formatted(attribute, String.join(", ", attributes)));
      }
    }
  }

  public static Grouping by(String... attributes) {
    return new Grouping(List.of(attributes), List.of(), 1, Map.of());
  }

  List<String> columns() {
    return columns(attributes, controls);
  }

  private static List<String> columns(List<String> attributes, List<String> controls) {
    return Stream.concat(attributes.stream(), controls.stream()).toList();
  }

  /** Every attribute alone, then every pair, and so on. */
  public List<List<String>> attributeSets() {
    List<List<String>> sets = new ArrayList<>();
    List<List<String>> last = List.of(List.of());
    for (int depth = 0; depth < Math.min(intersections, attributes.size()); depth++) {
      last = last.stream().flatMap(this::longer).toList();
      sets.addAll(last);
    }
    return sets;
  }

  private Stream<List<String>> longer(List<String> set) {
    int from = set.isEmpty() ? 0 : attributes.indexOf(set.get(set.size() - 1)) + 1;
    return attributes.subList(from, attributes.size()).stream()
        .map(next -> Stream.concat(set.stream(), Stream.of(next)).toList());
  }

  /** The privileged values of these attributes; null unless each has one. */
  List<String> privileged(List<String> set) {
    return privileged.keySet().containsAll(set) ? set.stream().map(privileged::get).toList() : null;
  }
}
