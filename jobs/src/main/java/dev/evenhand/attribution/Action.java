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
 * @param rounding 1, 0.1, 0.01 …: what is found is rounded to multiples of it, away from the
 *     present value, or to finer ones where that would not do; 0 for none
 * @param categories to which it may change, by the names of its codes' entries; empty for all. One
 *     code alone may become 1 by its name; numbers of categories have no names
 */
public record Action(
    String feature,
    boolean isCategory,
    Direction direction,
    double lowest,
    double highest,
    double step,
    double rounding,
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
    if (rounding != 0 && !isDecimalPlace(rounding)) {
      throw new DataProblem(
          "Changes of '%s' can be rounded to 1, 0.1, 0.01 … 0.000000001, was %s."
              .formatted(feature, rounding));
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
        0,
        List.of());
  }

  /**
   * Any other category of one-hot codes; of one code that is 0 or 1 the other; of the entry that
   * trees split by its categories any other of them.
   */
  public static Action category(String feature) {
    return new Action(
        feature,
        true,
        Direction.EITHER,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        0,
        0,
        List.of());
  }

  public Action up() {
    return new Action(
        feature, isCategory, Direction.UP, lowest, highest, step, rounding, categories);
  }

  public Action down() {
    return new Action(
        feature, isCategory, Direction.DOWN, lowest, highest, step, rounding, categories);
  }

  public Action between(double low, double high) {
    return new Action(feature, isCategory, direction, low, high, step, rounding, categories);
  }

  /** Only to multiples of a step: 1 for whole numbers. */
  public Action inStepsOf(double value) {
    return new Action(feature, isCategory, direction, lowest, highest, value, rounding, categories);
  }

  /** To values that can be told with few decimals: 0.01 for two. */
  public Action roundedTo(double place) {
    return new Action(feature, isCategory, direction, lowest, highest, step, place, categories);
  }

  /** Only to these: codes by the names of their entries. */
  public Action to(String... names) {
    return new Action(
        feature, isCategory, direction, lowest, highest, step, rounding, List.of(names));
  }

  private static boolean isDecimalPlace(double place) {
    for (double scale = 1; scale <= Decimals.FINEST; scale *= 10) {
      if (place == 1 / scale) {
        return true;
      }
    }
    return false;
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
