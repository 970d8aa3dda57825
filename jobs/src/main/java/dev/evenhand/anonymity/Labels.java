package dev.evenhand.anonymity;

import java.util.List;

/** Classes written in labels: blocks by cuts, and within each block classes built from below. */
final class Labels {
  /** Tuples of a block, about: agglomeration costs their square. */
  private static final int BLOCK_ROWS = 2000;

  private Labels() {}

  static Cuts fit(Tuples tuples, Coding coding, Rules rules) {
    int blockRows = Math.max(BLOCK_ROWS, 20 * rules.k());
    Rules blocks = new Rules(blockRows, rules.tests(), rules.factors(), rules.leastShare());
    List<int[]> found =
        Mondrian.classes(Mondrian.cut(tuples, blocks)).parallelStream()
            .map(block -> new Agglomeration(tuples, rules, block).classes())
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
