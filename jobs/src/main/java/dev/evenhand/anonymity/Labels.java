package dev.evenhand.anonymity;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Classes written in labels: large tables are cut into blocks, and each block is peeled. */
final class Labels {
  /** Rows of a block at least: moves cost its tuples times its classes. */
  private static final int BLOCK_ROWS = 50_000;

  private final Tuples tuples;
  private final Coding coding;
  private final Rules rules;

  private Labels(Tuples tuples, Coding coding, Rules rules) {
    this.tuples = tuples;
    this.coding = coding;
    this.rules = rules;
  }

  /**
   * @param mostSuppressed how many rows may be left out
   */
  static Cuts fit(Tuples tuples, Coding coding, Rules rules, long mostSuppressed) {
    return new Labels(tuples, coding, rules).fit(mostSuppressed);
  }

  private Cuts fit(long mostSuppressed) {
    List<int[]> found = LeastLoss.of(tuples, rules, this::peeled, Function.identity());
    int[] left = new int[0];
    if (mostSuppressed > 0) {
      Suppression suppression = Suppression.of(tuples, rules, found, mostSuppressed);
      found = found.stream().map(suppression::kept).toList();
      left = suppression.tuples();
    }
    return cuts(left.length == 0 ? found : joined(found, left));
  }

  private List<int[]> peeled(Tuples each) {
    int blockRows = Math.max(BLOCK_ROWS, 20 * rules.k());
    Rules blocks = new Rules(blockRows, rules.tests(), rules.factors(), rules.leastShare());
    return Mondrian.classes(Mondrian.cut(each, blocks)).parallelStream()
        .map(block -> Peeling.classes(each, rules, block))
        .flatMap(List::stream)
        .toList();
  }

  private Cuts cuts(List<int[]> found) {
    TupleIndex index = new TupleIndex();
    for (int number = 0; number < found.size(); number++) {
      for (int tuple : found.get(number)) {
        index.put(coding.point(tuples, tuple), number);
      }
    }
    return new Cuts(coding, index, classes(found));
  }

  private List<EquivalenceClass> classes(List<int[]> found) {
    return found.parallelStream().map(one -> EquivalenceClass.of(tuples, one, coding)).toList();
  }

  /** Who is left out of one class may lie inside another, and joins it where that is allowed. */
  private List<int[]> joined(List<int[]> found, int[] left) {
    CoverList covers = new CoverList(classes(found));
    int[] into =
        Arrays.stream(left)
            .parallel()
            .map(tuple -> covers.classOf(coding.point(tuples, tuple)))
            .toArray();
    int[][] joined = found.toArray(int[][]::new);
    for (int i = 0; i < left.length; i++) {
      if (into[i] >= 0) {
        IntStream held = Arrays.stream(joined[into[i]]);
        int[] more = IntStream.concat(held, IntStream.of(left[i])).sorted().toArray();
        joined[into[i]] = rules.passes(tuples, more) ? more : joined[into[i]];
      }
    }
    return List.of(joined);
  }
}
