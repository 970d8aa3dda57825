package dev.evenhand.anonymity;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Rows that read the same after recoding.
 *
 * @param rows how many there were when the cuts were made
 * @param parts what it says of each quasi-identifier
 * @param texts how each part is written
 * @param penalties what each part loses, in [0, 1]
 */
record EquivalenceClass(long rows, List<Part> parts, List<String> texts, double[] penalties)
    implements Serializable {

  static EquivalenceClass of(Tuples tuples, int[] members, Coding coding) {
    Notation notation = new Notation(coding);
    Part[] parts = new Part[tuples.dimensions()];
    String[] texts = new String[parts.length];
    double[] penalties = new double[parts.length];
    for (int at = 0; at < parts.length; at++) {
      Histogram histogram = Histogram.of(tuples, at, members);
      int[] codes = histogram.codes();
      parts[at] = tuples.domain(at).part(histogram);
      texts[at] =
          tuples.domain(at) instanceof LabelDomain labels
              ? labels.label(codes[0], codes[codes.length - 1])
              : notation.text(at, parts[at]);
      penalties[at] = tuples.domain(at).penalty(codes[0], codes[codes.length - 1], codes.length);
    }
    return new EquivalenceClass(tuples.rowsOf(members), List.of(parts), List.of(texts), penalties);
  }

  /** Over the quasi-identifiers, each counted alike. */
  double meanPenalty() {
    return Arrays.stream(penalties).average().orElse(0);
  }
}
