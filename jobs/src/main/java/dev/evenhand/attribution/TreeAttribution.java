package dev.evenhand.attribution;

import java.util.List;
import org.apache.spark.ml.linalg.Vector;

/**
 * Contributions of trees by tables: all that leaves of a unit contribute, for each combination of
 * answers, is computed once.
 *
 * <p>A row's answers come as in QuickScorer (Lucchese et al. 2015): each bin of each feature has a
 * word of bits, a byte a unit, and a row's answers are these words of its features, joined by OR.
 */
final class TreeAttribution implements Attribution {
  private static final long serialVersionUID = 1L;

  private final int features;
  private final FeatureCuts cuts;
  private final double[] base;
  private final int size;
  private final int words;
  private final int[] maskStarts;
  private final long[] masks;
  private final int[] tableStarts;
  private final int[] targetStarts;
  private final short[] targets;
  private final double[] table;
  private final DeepLeaves deep;
  private final List<DeepTree> walked;

  private TreeAttribution(
      int features,
      FeatureCuts cuts,
      Contributions sums,
      UnitTables tables,
      List<DeepTree> walked) {
    this.features = features;
    this.cuts = cuts;
    base = sums.base();
    this.walked = walked;
    walked.forEach(tree -> tree.addBase(base));
    size = sums.size();
    AnswerMasks answers = AnswerMasks.of(cuts, tables.tabled());
    words = answers.words();
    maskStarts = answers.starts();
    masks = answers.masks();
    tableStarts = tables.tableStarts();
    targetStarts = tables.targetStarts();
    targets = tables.targets();
    table = tables.table();
    deep = tables.deep();
  }

  /**
   * Makes the tables of units that have room in them; others are computed row by row.
   *
   * @param walked trees that are no part of the units
   */
  static TreeAttribution of(
      int features, FeatureCuts cuts, Contributions sums, List<DeepTree> walked) {
    return new TreeAttribution(features, cuts, sums, UnitTables.of(sums), walked);
  }

  @Override
  public int features() {
    return features;
  }

  @Override
  public double[] base() {
    return base.clone();
  }

  @Override
  public double[] of(Vector row) {
    double[] values = cuts.values(row);
    long[] answers = new long[words];
    int[] bins = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      bins[i] = cuts.bin(i, values[i]);
      int from = maskStarts[i] + bins[i] * words;
      for (int w = 0; w < words; w++) {
        answers[w] |= masks[from + w];
      }
    }
    double[] sums = new double[size];
    add(answers, sums);
    deep.add(bins, sums);
    for (DeepTree tree : walked) {
      tree.add(bins, base.length, sums);
    }
    return sums;
  }

  private void add(long[] answers, double[] sums) {
    int units = tableStarts.length;
    long word = 0;
    for (int u = 0; u < units; u++) {
      word = (u & 7) == 0 ? answers[u >>> 3] : word >>> 8;
      int first = targetStarts[u];
      int width = targetStarts[u + 1] - first;
      int from = tableStarts[u] + (int) (word & 0xff) * width;
      for (int j = 0; j < width; j++) {
        sums[targets[first + j]] += table[from + j];
      }
    }
  }
}
