package dev.evenhand.anonymity;

import dev.evenhand.base.DataProblem;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A tree over the values of a category, in ARX's form: one line a value, from the value to the
 * root.
 *
 * <p>Leaves stand in tree order: the leaves under any node are neighbours, nodes in the order in
 * which the lines name them.
 */
public final class Hierarchy implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String[][] paths;

  private Hierarchy(String[][] paths) {
    this.paths = paths;
  }

  /**
   * Reads {@code leaf;parent;…;root} lines.
   *
   * @param name what messages call it, usually the file
   */
  public static Hierarchy parse(String name, List<String> lines) {
    List<String[]> rows = new ArrayList<>();
    for (String line : lines) {
      if (!line.isBlank()) {
        rows.add(fields(rows.isEmpty() ? line.replace("\uFEFF", "") : line));
      }
    }
    check(name, rows);
    return new Hierarchy(inTreeOrder(rows));
  }

  /** A tree with one root over the given leaves. */
  public static Hierarchy flat(List<String> leaves) {
    return new Hierarchy(
        leaves.stream().map(leaf -> new String[] {leaf, "*"}).toArray(String[][]::new));
  }

  private static String[] fields(String line) {
    String[] fields = line.split(line.contains(";") ? ";" : ",", -1);
    return Arrays.stream(fields).map(String::strip).toArray(String[]::new);
  }

  private static void check(String name, List<String[]> rows) {
    if (rows.isEmpty()) {
      throw new DataProblem(problem(name, "is empty", "write one line 'value;parent;*' a value"));
    }
    int width = rows.get(0).length;
    Map<String, Integer> leaves = new HashMap<>();
    List<Map<String, String>> parents = new ArrayList<>();
    for (int line = 1; line <= rows.size(); line++) {
      String[] row = rows.get(line - 1);
      String place = " in line " + line;
      if (row.length != width || width < 2) {
        String found = "has " + row.length + " levels" + place + " and " + width + " in line 1";
        throw new DataProblem(problem(name, found, "give every value the same number (2 or more)"));
      }
      Integer before = leaves.putIfAbsent(row[0], line);
      if (before != null) {
        String found = "has one value twice, in lines " + before + " and " + line;
        throw new DataProblem(problem(name, found, "keep one of them"));
      }
      if (!row[width - 1].equals(rows.get(0)[width - 1])) {
        String found = "has two roots, a second one" + place;
        throw new DataProblem(problem(name, found, "end every line with the same root"));
      }
      checkParents(name, parents, row, place);
    }
  }

  private static void checkParents(
      String name, List<Map<String, String>> parents, String[] row, String place) {
    for (int level = 1; level + 1 < row.length; level++) {
      if (parents.size() < level) {
        parents.add(new HashMap<>());
      }
      String parent = parents.get(level - 1).putIfAbsent(row[level], row[level + 1]);
      if (parent != null && !parent.equals(row[level + 1])) {
        String found = "gives one node of level " + level + " a second parent" + place;
        throw new DataProblem(problem(name, found, "give every node one parent"));
      }
    }
  }

  private static String problem(String name, String found, String remedy) {
    return "Hierarchy " + name + " " + found + ". To mend it, " + remedy + ".";
  }

  private static String[][] inTreeOrder(List<String[]> rows) {
    int width = rows.get(0).length;
    List<Map<String, Integer>> rank = new ArrayList<>();
    for (int level = 0; level < width; level++) {
      Map<String, Integer> ranks = new LinkedHashMap<>();
      for (String[] row : rows) {
        ranks.putIfAbsent(row[level], ranks.size());
      }
      rank.add(ranks);
    }
    Comparator<String[]> order = (a, b) -> 0;
    for (int level = width - 1; level >= 0; level--) {
      int at = level;
      order = order.thenComparing(row -> rank.get(at).get(row[at]));
    }
    return rows.stream().sorted(order).toArray(String[][]::new);
  }

  /** The values, in tree order. */
  public List<String> leaves() {
    return Arrays.stream(paths).map(path -> path[0]).toList();
  }

  /** Levels above the leaves; the root stands at this level. */
  public int height() {
    return paths[0].length - 1;
  }

  /** The name of a leaf's ancestor; level 0 is the leaf itself. */
  public String label(int leaf, int level) {
    return paths[leaf][level];
  }

  /** For each leaf, the number of its ancestor at a level, numbered in tree order. */
  int[] nodes(int level) {
    int[] node = new int[paths.length];
    for (int leaf = 1; leaf < paths.length; leaf++) {
      boolean isSame = level > 0 && sameAbove(leaf - 1, leaf, level);
      node[leaf] = node[leaf - 1] + (isSame ? 0 : 1);
    }
    return node;
  }

  private boolean sameAbove(int one, int other, int level) {
    return IntStream.rangeClosed(level, height())
        .allMatch(at -> paths[one][at].equals(paths[other][at]));
  }
}
