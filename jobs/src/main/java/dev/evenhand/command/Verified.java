package dev.evenhand.command;

import dev.evenhand.anonymity.JournalistRisk;
import dev.evenhand.anonymity.Population;
import dev.evenhand.anonymity.Verification;
import dev.evenhand.anonymity.WorstClass;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was counted again on the written table, and held.
 *
 * @param classes its classes
 * @param rules what each requirement comes to in the worst of them
 * @param presence what the population's rows tell; null where every row is published
 * @param riskBefore of the population's journalist before; null where every row is published
 */
record Verified(
    Verification classes,
    List<WorstClass> rules,
    Population.Presence presence,
    JournalistRisk riskBefore) {

  JournalistRisk riskAfter() {
    return presence == null ? null : presence.risk();
  }

  /** By rule: the figure of the class that keeps to it least. */
  Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("k", classes.rows() == 0 ? null : classes.smallest());
    rules.forEach(worst -> figures.put(worst.rule(), worst.figure()));
    if (presence != null) {
      figures.put("k-map", presence.smallest());
      figures.put("delta-presence", List.of(presence.leastShare(), presence.greatestShare()));
    }
    return figures;
  }
}
