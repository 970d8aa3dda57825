package dev.evenhand.fairness;

import dev.evenhand.base.DataProblem;
import java.util.List;

/**
 * What an audit of rankings reads.
 *
 * @param score by which rows are ranked, the largest first; any number
 * @param list the ranking that a row is in, such as a campaign or a day; null if all rows are one
 * @param top the lengths of the tops that are looked at
 * @param grouping by which groups; controls are not used
 */
public record RankingRequest(
    String score, String list, List<Integer> top, Grouping grouping, AuditOptions options) {
  public RankingRequest {
    top = top.stream().distinct().sorted().toList();
    if (score == null) {
      throw new DataProblem("Rankings need a score. Name its column by --score.");
    }
    if (top.isEmpty() || top.get(0) < 1) {
      throw new DataProblem("The top of a ranking has 1 or more rows. Correct --top.");
    }
    if (!grouping.controls().isEmpty()) {
      throw new DataProblem("--control is not for rankings. Leave it out, or name it as --list.");
    }
  }
}
