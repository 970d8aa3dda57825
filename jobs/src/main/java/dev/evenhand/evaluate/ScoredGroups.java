package dev.evenhand.evaluate;

import dev.evenhand.evaluate.SafeBins.Binned;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The groups of an attribute by the places of their scores.
 *
 * @param counts by group, in the order of their names, then by place
 */
record ScoredGroups(Map<String, Map<Place, Count>> counts) {

  /** Where a score lies: its fine bin, which the model's threshold parts in two. */
  record Place(double bin, boolean isSelected) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int order = Double.compare(bin, other.bin);
      return order != 0 ? order : Boolean.compare(isSelected, other.isSelected);
    }

    /** The lowest score that may lie here. */
    double low(double threshold) {
      double low = ScoreGrid.edge((int) bin);
      return isSelected ? Math.max(low, threshold) : low;
    }
  }

  /** How many rows, and how many of them have label 1. */
  record Count(long positives, long rows) {
    Count plus(Count other) {
      return new Count(positives + other.positives, rows + other.rows);
    }
  }

  /**
   * A merged bin of a group.
   *
   * @param group null for a pool of small groups
   * @param isSelected whether the model selects all of it or nothing; null if it parts it
   */
  record Bin(String group, double low, double high, Boolean isSelected, Count count) {}

  /** The bins that may be shown, from low to high within each group. */
  List<Bin> bins(double threshold, long least) {
    List<Place> places =
        counts.values().stream()
            .flatMap(group -> group.keySet().stream())
            .distinct()
            .sorted()
            .toList();
    int pivot = (int) places.stream().filter(place -> !place.isSelected()).count();
    List<String> names = List.copyOf(counts.keySet());
    List<long[]> rows = names.stream().map(name -> rows(name, places)).toList();
    List<Bin> bins = new ArrayList<>();
    for (Binned binned : new SafeBins(least, pivot).of(rows)) {
      int[] edges = binned.edges();
      for (int i = 0; i + 1 < edges.length; i++) {
        int from = edges[i];
        int to = edges[i + 1];
        bins.add(
            new Bin(
                binned.isPool() ? null : names.get(binned.groups().get(0)),
                from == 0 ? 0 : places.get(from).low(threshold),
                to == places.size() ? 1 : places.get(to).low(threshold),
                from < pivot && to > pivot ? null : from >= pivot,
                total(
                    binned.groups().stream().map(names::get).toList(), places.subList(from, to))));
      }
    }
    return bins;
  }

  private long[] rows(String group, List<Place> places) {
    return places.stream().mapToLong(place -> count(group, place).rows()).toArray();
  }

  private Count total(List<String> groups, List<Place> places) {
    return groups.stream()
        .flatMap(group -> places.stream().map(place -> count(group, place)))
        .reduce(new Count(0, 0), Count::plus);
  }

  private Count count(String group, Place place) {
    return counts.get(group).getOrDefault(place, new Count(0, 0));
  }
}
