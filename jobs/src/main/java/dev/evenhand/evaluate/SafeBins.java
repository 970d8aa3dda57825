package dev.evenhand.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Score bins of the groups of an attribute, merged until each holds enough rows, and so that no sum
 * or difference of bins that are shown tells of fewer rows.
 *
 * <p>Edges are nested. The edges of all groups together come first, then those of the largest group
 * among them, then those of the next largest among these, and so on: at each, the group's bins and
 * those of all smaller groups together must be large enough. So what is known of all groups less
 * what is shown of some of them is always a bin of the smaller groups together, which is large
 * enough itself. Groups that are too small for two bins are pooled into one, never one alone.
 *
 * @param least rows of a bin
 * @param pivot the fine bin that starts at the model's threshold, which stays an edge if it can
 */
record SafeBins(long least, int pivot) {

  /**
   * The bins of a group.
   *
   * @param groups the places of the groups that it is made of; several are a pool
   * @param edges fine bins at which its bins start, and the number of fine bins
   */
  record Binned(List<Integer> groups, int[] edges) {
    boolean isPool() {
      return groups.size() > 1;
    }
  }

  /** A group, or a pool of groups, with the number of its rows before each fine bin. */
  private record Part(List<Integer> groups, long[] before) {
    long rows() {
      return before[before.length - 1];
    }
  }

  /**
   * The bins of each group with at least two, and of the pool; none where no two of them can be
   * shown.
   *
   * @param groups rows by fine bin of each group, in the order of their names
   */
  List<Binned> of(List<long[]> groups) {
    List<Part> bySize = new ArrayList<>();
    for (int group = 0; group < groups.size(); group++) {
      bySize.add(new Part(List.of(group), before(groups.get(group))));
    }
    bySize.sort(Comparator.comparingLong(Part::rows).reversed());
    for (int pooled = 1; pooled < bySize.size(); pooled++) {
      Optional<List<Binned>> found = nested(pooled(bySize, pooled));
      if (found.isPresent()) {
        return found.get();
      }
    }
    return List.of();
  }

  /** The parts, the given number of smallest ones as one; the largest first. */
  private static List<Part> pooled(List<Part> bySize, int count) {
    int kept = bySize.size() - count;
    List<Part> parts = new ArrayList<>(bySize.subList(0, kept));
    parts.add(sum(bySize.subList(kept, bySize.size())));
    parts.sort(Comparator.comparingLong(Part::rows).reversed());
    return parts;
  }

  private Optional<List<Binned>> nested(List<Part> parts) {
    if (parts.size() < 2) {
      return Optional.empty();
    }
    Part all = sum(parts);
    int[] edges = merged(IntStream.range(0, all.before().length).toArray(), List.of(all));
    List<Binned> binned = new ArrayList<>();
    for (int part = 0; part + 1 < parts.size(); part++) {
      Part smaller = sum(parts.subList(part + 1, parts.size()));
      edges = merged(edges, List.of(parts.get(part), smaller));
      if (edges.length < 3) {
        return Optional.empty();
      }
      binned.add(new Binned(parts.get(part).groups(), edges));
    }
    binned.add(new Binned(parts.get(parts.size() - 1).groups(), edges));
    return Optional.of(List.copyOf(binned));
  }

  /** Those of the edges between which each of the parts has enough rows. */
  private int[] merged(int[] edges, List<Part> parts) {
    int end = edges[edges.length - 1];
    if (pivot > 0 && pivot < end && Arrays.binarySearch(edges, pivot) >= 0) {
      List<Integer> above = walk(edges, pivot, end, parts);
      List<Integer> below = walk(edges, pivot, 0, parts);
      if (!above.isEmpty() && !below.isEmpty()) {
        return IntStream.concat(
                IntStream.of(pivot),
                IntStream.concat(
                    above.stream().mapToInt(edge -> edge), below.stream().mapToInt(edge -> edge)))
            .sorted()
            .toArray();
      }
    }
    List<Integer> down = walk(edges, end, 0, parts);
    return down.isEmpty()
        ? new int[] {0, end}
        : IntStream.concat(IntStream.of(end), down.stream().mapToInt(edge -> edge))
            .sorted()
            .toArray();
  }

  /** The edges from one to another, both ways; the last bin takes what remains. */
  private List<Integer> walk(int[] edges, int from, int to, List<Part> parts) {
    List<Integer> kept = new ArrayList<>();
    int[] way =
        IntStream.of(edges)
            .filter(edge -> edge > Math.min(from, to) && edge < Math.max(from, to))
            .toArray();
    int last = from;
    for (int i = 0; i <= way.length; i++) {
      int edge = i == way.length ? to : way[from < to ? i : way.length - 1 - i];
      if (areEnough(Math.min(last, edge), Math.max(last, edge), parts)) {
        kept.add(edge);
        last = edge;
      }
    }
    if (!kept.isEmpty()) {
      kept.set(kept.size() - 1, to);
    }
    return kept;
  }

  private boolean areEnough(int from, int to, List<Part> parts) {
    return parts.stream().allMatch(part -> part.before()[to] - part.before()[from] >= least);
  }

  private static Part sum(List<Part> parts) {
    long[] before = new long[parts.get(0).before().length];
    for (Part part : parts) {
      for (int i = 0; i < before.length; i++) {
        before[i] += part.before()[i];
      }
    }
    return new Part(parts.stream().flatMap(part -> part.groups().stream()).toList(), before);
  }

  private static long[] before(long[] rows) {
    long[] before = new long[rows.length + 1];
    for (int i = 0; i < rows.length; i++) {
      before[i + 1] = before[i] + rows[i];
    }
    return before;
  }
}
