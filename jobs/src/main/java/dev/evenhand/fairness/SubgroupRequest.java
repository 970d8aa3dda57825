package dev.evenhand.fairness;

import dev.evenhand.base.DataProblem;
import java.util.List;

/**
 * Where to look for subgroups.
 *
 * @param columns protected or not; numbers are cut at their quartiles
 * @param depth conditions in a conjunction at most
 * @param minGroup rows below which a subgroup is not looked at
 */
public record SubgroupRequest(List<String> columns, int depth, long minGroup) {
  static final int DEEPEST = 4;

  public SubgroupRequest {
    columns = List.copyOf(columns);
    if (columns.isEmpty()) {
      throw new DataProblem("No column is named in which to look for subgroups. Name one or more.");
    }
    if (columns.stream().distinct().count() < columns.size()) {
      throw new DataProblem("A column is named twice among those of subgroups. Name each once.");
    }
    if (depth < 1 || depth > DEEPEST) {
      throw new DataProblem(
          "Subgroups of %d conditions were asked for; 1 to %d can be.".formatted(depth, DEEPEST));
    }
  }
}
