package dev.evenhand.anonymity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The values that classes hold, numbered anew, so that cuts don't keep what only rows have that are
 * left out. Values of a hierarchy and of earlier cuts stay: they are not the table's.
 */
final class HeldValues {
  /** The new code of each by dimension, -1 where no class holds it; null where all stay. */
  private final int[][] codes;

  private HeldValues(int[][] codes) {
    this.codes = codes;
  }

  /**
   * @param earlier how many values of each dimension come from earlier cuts; null: none
   */
  static HeldValues of(Coding coding, List<EquivalenceClass> classes, Coding earlier) {
    int[][] codes = new int[coding.size()][];
    for (int at = 0; at < codes.length; at++) {
      if (!coding.quasiIdentifier(at).isNumeric() && coding.quasiIdentifier(at).tree().isEmpty()) {
        int known = earlier == null ? 0 : earlier.vocabulary(at).size();
        codes[at] = numbered(held(classes, at, known), coding.vocabulary(at).size());
      }
    }
    return new HeldValues(codes);
  }

  private static BitSet held(List<EquivalenceClass> classes, int at, int known) {
    BitSet held = new BitSet();
    held.set(0, known);
    for (EquivalenceClass one : classes) {
      IntStream.of(((Part.Values) one.parts().get(at)).codes()).forEach(held::set);
    }
    return held;
  }

  private static int[] numbered(BitSet held, int size) {
    if (held.cardinality() == size) {
      return null;
    }
    int[] codes = new int[size];
    int next = 0;
    for (int code = 0; code < size; code++) {
      codes[code] = held.get(code) ? next++ : -1;
    }
    return codes;
  }

  boolean areAll() {
    return Arrays.stream(codes).allMatch(each -> each == null);
  }

  Coding of(Coding coding) {
    List<List<String>> vocabularies = new ArrayList<>();
    for (int at = 0; at < codes.length; at++) {
      int[] here = codes[at];
      List<String> all = coding.vocabulary(at);
      vocabularies.add(
          here == null
              ? all
              : IntStream.range(0, here.length)
                  .filter(code -> here[code] >= 0)
                  .mapToObj(all::get)
                  .toList());
    }
    return new Coding(coding.quasiIdentifiers(), vocabularies);
  }

  EquivalenceClass of(EquivalenceClass one) {
    List<Part> parts = new ArrayList<>();
    for (int at = 0; at < codes.length; at++) {
      parts.add(
          one.parts().get(at) instanceof Part.Values values
              ? new Part.Values(of(at, values.codes()), values.shares())
              : one.parts().get(at));
    }
    return new EquivalenceClass(one.rows(), List.copyOf(parts), one.texts(), one.penalties());
  }

  /** The codes that stay, ascending as they were. */
  int[] of(int dimension, int[] all) {
    int[] here = codes[dimension];
    return here == null
        ? all
        : IntStream.of(all).map(code -> code < 0 ? code : here[code]).filter(c -> c >= 0).toArray();
  }

  /** A point that classes may cover; whose value is not held has the code of one never seen. */
  Coding.Point of(Coding.Point point) {
    int[] numbered = point.codes().clone();
    for (int at = 0; at < numbered.length; at++) {
      if (codes[at] != null && numbered[at] >= 0) {
        numbered[at] = codes[at][numbered[at]];
      }
    }
    return new Coding.Point(point.numbers(), numbered);
  }
}
