package dev.evenhand.fairness;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Linear equations whose right sides are known: which of their unknowns, and which sums of two,
 * have one solution only.
 *
 * <p>Gauss-Jordan elimination of sparse equations. It is done modulo a prime, so that no number is
 * rounded; counts of rows have coefficients of 1 and -1, and no determinant of them comes near it.
 */
final class Equations {
  private static final long PRIME = Integer.MAX_VALUE;

  // By an unknown that stands in this equation alone, with coefficient 1.
  private final Map<Integer, Map<Integer, Long>> solved = new TreeMap<>();
  // In which equations any other unknown stands, or stood.
  private final Map<Integer, Set<Integer>> places = new HashMap<>();
  private long steps;

  /** Adds an equation: its coefficients by unknown. */
  void add(Map<Integer, Long> coefficients) {
    Map<Integer, Long> rest = new HashMap<>();
    coefficients.forEach((unknown, factor) -> rest.put(unknown, Math.floorMod(factor, PRIME)));
    coefficients
        .keySet()
        .forEach(
            unknown -> {
              if (solved.containsKey(unknown)) {
                subtract(rest, solved.get(unknown), rest.get(unknown));
              }
            });
    if (!rest.isEmpty()) {
      solveFor(rarest(rest.keySet()), rest);
    }
  }

  /** How many coefficients were reckoned. */
  long steps() {
    return steps;
  }

  /** Unknowns with one solution, and pairs whose sum has one though they have not. */
  List<List<Integer>> determined() {
    List<List<Integer>> determined = new ArrayList<>();
    Map<Map<Integer, Long>, List<Integer>> byRest = new HashMap<>();
    solved.forEach(
        (unknown, equation) -> {
          Map<Integer, Long> rest = new HashMap<>(equation);
          rest.remove(unknown);
          if (rest.isEmpty()) {
            determined.add(List.of(unknown));
            return;
          }
          if (rest.size() == 1 && rest.containsValue(1L)) {
            determined.add(List.of(unknown, rest.keySet().iterator().next()));
          }
          Map<Integer, Long> negative = new HashMap<>();
          rest.forEach((other, factor) -> negative.put(other, PRIME - factor));
          byRest
              .getOrDefault(negative, List.of())
              .forEach(other -> determined.add(List.of(other, unknown)));
          byRest.computeIfAbsent(rest, key -> new ArrayList<>()).add(unknown);
        });
    return determined;
  }

  private int rarest(Set<Integer> unknowns) {
    return unknowns.stream()
        .min(
            Comparator.<Integer>comparingInt(unknown -> places(unknown).size())
                .thenComparing(Comparator.naturalOrder()))
        .orElseThrow();
  }

  private Set<Integer> places(int unknown) {
    return places.computeIfAbsent(unknown, key -> new HashSet<>());
  }

  private void solveFor(int unknown, Map<Integer, Long> equation) {
    long inverse =
        BigInteger.valueOf(equation.get(unknown))
            .modInverse(BigInteger.valueOf(PRIME))
            .longValueExact();
    equation.replaceAll((other, factor) -> factor * inverse % PRIME);
    Set<Integer> substituted = new HashSet<>(places(unknown));
    substituted.removeIf(place -> !solved.get(place).containsKey(unknown));
    substituted.forEach(
        place -> subtract(solved.get(place), equation, solved.get(place).get(unknown)));
    places.remove(unknown);
    solved.put(unknown, equation);
    for (int other : equation.keySet()) {
      if (other != unknown) {
        places(other).addAll(substituted);
        places(other).add(unknown);
      }
    }
  }

  private void subtract(Map<Integer, Long> from, Map<Integer, Long> equation, long times) {
    steps += equation.size();
    equation.forEach(
        (unknown, factor) -> {
          long left = Math.floorMod(from.getOrDefault(unknown, 0L) - factor * times % PRIME, PRIME);
          if (left == 0) {
            from.remove(unknown);
          } else {
            from.put(unknown, left);
          }
        });
  }
}
