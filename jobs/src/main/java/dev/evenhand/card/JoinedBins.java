package dev.evenhand.card;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the score bins of groups start, so that neither a bin nor what is left of all decisions
 * without the bins that are shown holds fewer decisions than the minimum.
 *
 * <p>The largest group has some of the starts of all decisions, the next largest some of those, and
 * so on; at each, the bins of the group and those of all smaller groups together are large enough.
 * The smallest groups are taken together until they are, and then have no bins.
 */
record JoinedBins(int minGroup) {

  /** A number of groups, or one, with their decisions. */
  private record Part(List<String> groups, List<ScoreCell> cells) {
    long decisions() {
      return JoinedBins.decisions(cells, 0, ScoreCell.BINS);
    }
  }

  /** Those of the starts between which there are enough of all these decisions. */
  List<Integer> of(List<ScoreCell> cells, List<Integer> starts) {
    return joined(List.of(cells), starts);
  }

  /** Starts by group; groups that are withheld are not there. */
  Map<String, List<Integer>> of(Map<String, List<ScoreCell>> groups, List<Integer> shared) {
    List<Part> parts = parts(groups);
    Map<String, List<Integer>> starts = new HashMap<>();
    List<Integer> last = shared;
    for (int i = 0; i < parts.size(); i++) {
      List<ScoreCell> smaller =
          parts.subList(i + 1, parts.size()).stream().flatMap(p -> p.cells().stream()).toList();
      Part part = parts.get(i);
      last =
          joined(smaller.isEmpty() ? List.of(part.cells()) : List.of(part.cells(), smaller), last);
      if (part.groups().size() == 1) {
        starts.put(part.groups().get(0), last);
      }
    }
    return starts;
  }

  /** The largest first; as few groups together as can be. None if all would be together. */
  private List<Part> parts(Map<String, List<ScoreCell>> groups) {
    List<Part> bySize = new ArrayList<>();
    groups.forEach((group, cells) -> bySize.add(new Part(List.of(group), cells)));
    bySize.sort(Comparator.comparingLong(Part::decisions).reversed());
    for (int together = 1; together <= bySize.size(); together++) {
      int kept = bySize.size() - together;
      List<Part> smallest = bySize.subList(kept, bySize.size());
      Part pool =
          new Part(
              smallest.stream().flatMap(part -> part.groups().stream()).toList(),
              smallest.stream().flatMap(part -> part.cells().stream()).toList());
      boolean isEnough = kept == 0 || bySize.get(kept - 1).decisions() >= minGroup;
      if (isEnough && pool.decisions() >= minGroup) {
        List<Part> parts = new ArrayList<>(bySize.subList(0, kept));
        parts.add(pool);
        parts.sort(Comparator.comparingLong(Part::decisions).reversed());
        return parts;
      }
    }
    return List.of();
  }

  private List<Integer> joined(List<List<ScoreCell>> each, List<Integer> starts) {
    List<Integer> own = new ArrayList<>(List.of(0));
    for (int start : starts) {
      int last = own.get(own.size() - 1);
      boolean isEnough =
          each.stream()
              .allMatch(
                  cells ->
                      decisions(cells, last, start) >= minGroup
                          && decisions(cells, start, ScoreCell.BINS) >= minGroup);
      if (isEnough) {
        own.add(start);
      }
    }
    return own;
  }

  private static long decisions(List<ScoreCell> cells, int from, int to) {
    return cells.stream()
        .filter(cell -> cell.bin() >= from && cell.bin() < to)
        .mapToLong(ScoreCell::n)
        .sum();
  }
}
