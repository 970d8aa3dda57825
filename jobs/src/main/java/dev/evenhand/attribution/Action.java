package dev.evenhand.attribution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenhand.base.DataProblem;
import java.util.List;

/**
 * A change that a person could make: of a number, in which direction, how far and in which steps;
 * or of a category, to which others.
 *
 * @param feature the player, or the entry of the vector by its attribute's name
 * @param isCategory whether the entries of the feature are one-hot codes, or its one entry a code
 * @param lowest no suggestion goes below; unbounded means the lowest of the training rows
 * @param highest no suggestion goes above; unbounded means the highest of the training rows
 * @param step values are multiples of it; 0 for any value
 * @param categories to which it may change, by the names of its codes' entries; empty for all
 */
public record Action(
    String feature,
    boolean isCategory,
    Direction direction,
    double lowest,
    double highest,
    double step,
    List<String> categories) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Which way a number may change. */
  public enum Direction {
    EITHER,
    UP,
    DOWN
  }

  public Action {
    if (!(step >= 0) || !(lowest <= highest)) {
      throw new DataProblem(
          "Changes of '%s' need a step of 0 or more, and lowest <= highest.".formatted(feature));
    }
    categories = List.copyOf(categories);
  }

  /** Any change of a number. */
  public static Action number(String feature) {
    return new Action(
        feature,
        false,
        Direction.EITHER,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        0,
        List.of());
  }

  /** Any other category of one-hot codes, or of a tree's categorical entry. */
  public static Action category(String feature) {
    return new Action(
        feature,
        true,
        Direction.EITHER,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        0,
        List.of());
  }

  public Action up() {
    return new Action(feature, isCategory, Direction.UP, lowest, highest, step, categories);
  }

  public Action down() {
    return new Action(feature, isCategory, Direction.DOWN, lowest, highest, step, categories);
  }

  public Action between(double low, double high) {
    return new Action(feature, isCategory, direction, low, high, step, categories);
  }

  /** Only to multiples of a step: 1 for whole numbers. */
  public Action inStepsOf(double value) {
    return new Action(feature, isCategory, direction, lowest, highest, value, categories);
  }

  public Action to(String... names) {
    return new Action(feature, isCategory, direction, lowest, highest, step, List.of(names));
  }

  String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static Action fromJson(String json) {
    try {
      return JSON.readValue(json, Action.class);
    } catch (JsonProcessingException e) {
      throw new DataProblem("actions holds no action: " + e.getOriginalMessage(), e);
    }
  }
}
