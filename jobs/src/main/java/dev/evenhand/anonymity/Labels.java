package dev.evenhand.anonymity;

import java.util.List;

/** Classes written in labels: large tables are cut into blocks, and each block is peeled. */
final class Labels {
  /** Rows of a block at least: moves cost its tuples times its classes. */
  private static final int BLOCK_ROWS = 50_000;

  private Labels() {}

  static Cuts fit(Tuples tuples, Coding coding, Rules rules) {
    int blockRows = Math.max(BLOCK_ROWS, 20 * rules.k());
    Rules blocks = new Rules(blockRows, rules.tests(), rules.factors(), rules.leastShare());
    List<int[]> found =
        Mondrian.classes(Mondrian.cut(tuples, blocks)).parallelStream()
            .map(block -> Peeling.classes(tuples, rules, block))
            .flatMap(List::stream)
            .toList();
    List<EquivalenceClass> classes =
        found.parallelStream().map(one -> EquivalenceClass.of(tuples, one, coding)).toList();
    TupleIndex index = new TupleIndex();
    for (int number = 0; number < found.size(); number++) {
      for (int tuple : found.get(number)) {
        index.put(coding.point(tuples, tuple), number);
      }
    }
    return new Cuts(coding, index, classes);
  }
}
