package dev.evenhand.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The figures of an audit by what they are about, and how many were compared. */
public final class Lookup {
  private final Map<List<String>, Figure> figures = new HashMap<>();
  private int compared;

  public Lookup(List<Figure> all) {
    for (Figure figure : all) {
      List<String> key =
          Arrays.asList(
              figure.attribute(),
              figure.groupValue(),
              figure.reference(),
              figure.metric(),
              figure.statistic());
      assertThat(figures.put(key, figure)).as("figure %s is there once", key).isNull();
    }
  }

  public int compared() {
    return compared;
  }

  public Figure find(
      String attribute, String group, String reference, String metric, String statistic) {
    Figure figure = figures.get(Arrays.asList(attribute, group, reference, metric, statistic));
    assertThat(figure)
        .as("%s %s %s %s %s", attribute, group, reference, metric, statistic)
        .isNotNull();
    return figure;
  }

  /** The least or largest value, which names its group. */
  Double extreme(String attribute, String metric, String statistic) {
    List<Figure> found =
        figures.values().stream()
            .filter(figure -> attribute.equals(figure.attribute()))
            .filter(figure -> metric.equals(figure.metric()))
            .filter(figure -> statistic.equals(figure.statistic()))
            .toList();
    assertThat(found).as("%s %s %s", attribute, metric, statistic).hasSize(1);
    return found.get(0).value();
  }

  /** NaN, Infinity and null of the golden file must be null here. */
  public void compare(JsonNode golden, Double actual, double tolerance, String what) {
    compared++;
    if (!golden.isNumber()) {
      assertThat(actual).as(what + ", which is " + golden).isNull();
      return;
    }
    assertThat(actual).as(what).isNotNull();
    double expected = golden.asDouble();
    assertThat(Math.abs(actual - expected))
        .as("%s: %s, expected %s", what, actual, expected)
        .isLessThanOrEqualTo(tolerance * Math.max(1, Math.abs(expected)));
  }
}
