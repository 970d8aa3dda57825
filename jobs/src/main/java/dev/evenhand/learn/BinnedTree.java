package dev.evenhand.learn;

import java.io.Serializable;
import java.util.Arrays;

/** A tree over binned features, as arrays; node 0 is the root. */
final class BinnedTree implements Serializable {
  private static final long serialVersionUID = 1L;

  private int size = 1;
  private int[] features = {-1};
  private int[] lastLeftBins = {0};
  private long[][] leftCategories = {null};
  private int[] leftChildren = {-1};
  private double[] values = {0};

  int size() {
    return size;
  }

  boolean isLeaf(int node) {
    return features[node] < 0;
  }

  int feature(int node) {
    return features[node];
  }

  int lastLeftBin(int node) {
    return lastLeftBins[node];
  }

  /** The bins that go left, as a set of bits; null at a continuous feature. */
  long[] leftCategories(int node) {
    return leftCategories[node];
  }

  /** The left child; the right one is next to it. */
  int left(int node) {
    return leftChildren[node];
  }

  double value(int node) {
    return values[node];
  }

  void setValue(int node, double value) {
    values[node] = value;
  }

  /** Gives a leaf two children. */
  void split(int node, Split split) {
    int needed = size + 2;
    if (needed > features.length) {
      int room = 2 * needed;
      features = Arrays.copyOf(features, room);
      lastLeftBins = Arrays.copyOf(lastLeftBins, room);
      leftCategories = Arrays.copyOf(leftCategories, room);
      leftChildren = Arrays.copyOf(leftChildren, room);
      values = Arrays.copyOf(values, room);
    }
    features[node] = split.feature();
    lastLeftBins[node] = split.lastLeftBin();
    leftCategories[node] = split.leftCategories();
    leftChildren[node] = size;
    Arrays.fill(features, size, needed, -1);
    size = needed;
  }

  /** The leaf below a node to which a row belongs, whose bins begin at {@code from}. */
  int leaf(int node, byte[] bins, int from) {
    int at = node;
    while (features[at] >= 0) {
      int bin = bins[from + features[at]] & 0xff;
      long[] set = leftCategories[at];
      boolean isLeft =
          set == null ? bin <= lastLeftBins[at] : (set[bin >> 6] >>> (bin & 63) & 1) == 1;
      at = leftChildren[at] + (isLeft ? 0 : 1);
    }
    return at;
  }

  /**
   * Cuts the tree into at most so many parts, each all below one node, and tells each node's part:
   * the leaves, or their ancestors where there are too many.
   */
  int[] parts(int most) {
    int[] partOf = new int[size];
    int[] level = {0};
    while (true) {
      int[] next = new int[2 * level.length];
      int count = 0;
      for (int node : level) {
        next[count++] = isLeaf(node) ? node : leftChildren[node];
        if (!isLeaf(node)) {
          next[count++] = leftChildren[node] + 1;
        }
      }
      if (count == level.length || count > most) {
        break;
      }
      level = Arrays.copyOf(next, count);
    }
    for (int part = 0; part < level.length; part++) {
      partOf[level[part]] = part + 1;
    }
    for (int node = 0; node < size; node++) { // children come after their parents
      if (!isLeaf(node) && partOf[node] > 0) {
        partOf[leftChildren[node]] = partOf[node];
        partOf[leftChildren[node] + 1] = partOf[node];
      }
    }
    for (int node = 0; node < size; node++) {
      partOf[node] = Math.max(0, partOf[node] - 1);
    }
    return partOf;
  }
}
