package dev.evenhand.fairness;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A conjunction of conditions whose rate differs from that of everyone else.
 *
 * @param value the rate among its rows
 * @param rest the rate among all others
 * @param interval of value - rest; Newcombe's at 95 %
 * @param pValue score or exact test, times the conjunctions and rates that could have been looked
 *     at
 * @param n rows
 */
public record Subgroup(
    List<Condition> conditions,
    Rate rate,
    double value,
    double rest,
    Interval interval,
    double pValue,
    long n) {

  public double gap() {
    return value - rest;
  }

  /** The gap that is there at the least: the end of the interval that is nearer to 0, else 0. */
  public double supported() {
    return Math.max(0, Math.max(interval.low(), -interval.high()));
  }

  public String text() {
    return conditions.stream().map(Condition::text).collect(Collectors.joining(" and "));
  }
}
