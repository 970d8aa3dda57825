package dev.evenhand.learn;

import dev.evenhand.base.DataProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * How many rows each stratum is to have.
 *
 * <p>Strata that are sized together have shares q(s); a stratum of n(s) rows is to have k q(s). The
 * factor k is the least that drops no row (OVER: max n/q), the largest that copies none (UNDER: min
 * n/q), or keeps the number of rows (BOTH: Σ n).
 */
final class SamplingTarget {
  /** Whether rows are copied, dropped, or both. */
  enum Method {
    OVER,
    UNDER,
    BOTH
  }

  private static final double NEAR = 1e-9;

  private final Method method;
  private final Function<List<Stratum>, Map<Stratum, Long>> rule;

  private SamplingTarget(Method method, String kind, Double rate, Map<String, Double> shares) {
    this.method = method;
    this.rule =
        switch (kind) {
          case "equal" -> strata -> sized(strata, s -> 1.0 / strata.size());
          case "rate" -> strata -> byRate(strata, rate);
          default -> strata -> byShares(strata, shares);
        };
  }

  /** All strata are to have as many rows. */
  static SamplingTarget equal(Method method) {
    return new SamplingTarget(method, "equal", null, Map.of());
  }

  /**
   * In each group this share of rows is to have label 1; groups that lack a label stay as they are.
   *
   * @param rate null for that of all rows
   */
  static SamplingTarget labelRate(Method method, Double rate) {
    return new SamplingTarget(method, "rate", rate, Map.of());
  }

  /** Every stratum, by its name, is to have a given share of the rows. */
  static SamplingTarget shares(Method method, Map<String, Double> shares) {
    return new SamplingTarget(method, "shares", null, shares);
  }

  /** The strata with their targets, in the same order. */
  List<Stratum> of(List<Stratum> counted) {
    Map<Stratum, Long> targets = rule.apply(counted);
    List<Stratum> strata = new ArrayList<>();
    for (Stratum s : counted) {
      strata.add(new Stratum(s.group(), s.label(), s.rows(), targets.get(s), null));
    }
    return strata;
  }

  private Map<Stratum, Long> byRate(List<Stratum> strata, Double wanted) {
    Map<List<String>, List<Stratum>> groups = new LinkedHashMap<>();
    long all = 0;
    long positive = 0;
    for (Stratum stratum : strata) {
      if (stratum.label() != 0 && stratum.label() != 1) {
        throw new DataProblem("A label rate needs labels 0 and 1; there are others.");
      }
      groups.computeIfAbsent(stratum.group(), group -> new ArrayList<>()).add(stratum);
      all += stratum.rows();
      positive += stratum.label() == 1 ? stratum.rows() : 0;
    }
    double rate = wanted == null ? (double) positive / all : wanted;
    Map<Stratum, Long> targets = new LinkedHashMap<>();
    for (List<Stratum> group : groups.values()) {
      if (group.size() == 1) {
        targets.put(group.get(0), group.get(0).rows());
      } else {
        targets.putAll(sized(group, s -> s.label() == 1 ? rate : 1 - rate));
      }
    }
    return targets;
  }

  private Map<Stratum, Long> byShares(List<Stratum> strata, Map<String, Double> shares) {
    TreeSet<String> names = new TreeSet<>();
    strata.forEach(stratum -> names.add(stratum.name()));
    if (names.size() < strata.size() || !names.equals(new TreeSet<>(shares.keySet()))) {
      throw new DataProblem(
          "shares must name each stratum of the table once, as group|label; there are "
              + strata.size()
              + " strata and "
              + shares.size()
              + " shares.");
    }
    double sum = strata.stream().mapToDouble(stratum -> shares.get(stratum.name())).sum();
    if (Math.abs(sum - 1) > NEAR) {
      throw new DataProblem("shares must sum to 1, their sum is " + sum + ".");
    }
    return sized(strata, stratum -> shares.get(stratum.name()));
  }

  private Map<Stratum, Long> sized(List<Stratum> strata, Function<Stratum, Double> share) {
    double factor = factor(strata, share);
    Map<Stratum, Long> targets = new LinkedHashMap<>();
    for (Stratum stratum : strata) {
      double q = share.apply(stratum);
      long size = Math.max(q > 0 ? 1 : 0, Math.round(factor * q));
      targets.put(
          stratum,
          switch (method) {
            case OVER -> Math.max(stratum.rows(), size);
            case UNDER -> Math.min(stratum.rows(), size);
            case BOTH -> size;
          });
    }
    return targets;
  }

  private double factor(List<Stratum> strata, Function<Stratum, Double> share) {
    double largest = 0;
    double smallest = Double.POSITIVE_INFINITY;
    long total = 0;
    for (Stratum stratum : strata) {
      double q = share.apply(stratum);
      if (q == 0 && method == Method.OVER) {
        throw new DataProblem(
            "Oversampling drops no row, so no stratum can have share 0. Undersample instead.");
      }
      double ratio = q > 0 ? stratum.rows() / q : Double.POSITIVE_INFINITY;
      largest = Math.max(largest, ratio);
      smallest = Math.min(smallest, ratio);
      total += stratum.rows();
    }
    return switch (method) {
      case OVER -> largest;
      case UNDER -> smallest;
      case BOTH -> total;
    };
  }
}
