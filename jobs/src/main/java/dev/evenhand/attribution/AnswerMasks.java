package dev.evenhand.attribution;

import java.util.List;

/**
 * The answers that each bin of each feature gives, a byte a unit.
 *
 * @param words longs a bin
 * @param starts where a feature's bins begin
 */
record AnswerMasks(int words, int[] starts, long[] masks) {

  static AnswerMasks of(FeatureCuts cuts, List<Unit> units) {
    int words = (units.size() + 7) / 8;
    int[] starts = new int[cuts.count()];
    int total = 0;
    for (int i = 0; i < starts.length; i++) {
      starts[i] = total;
      total += cuts.bins(i) * words;
    }
    long[] masks = new long[total];
    for (int u = 0; u < units.size(); u++) {
      List<Condition> conditions = units.get(u).conditions();
      for (int c = 0; c < conditions.size(); c++) {
        Condition condition = conditions.get(c);
        int place = starts[condition.used()] + u / 8;
        long bit = 1L << (u % 8 * 8 + c);
        condition.bins().stream().forEach(bin -> masks[place + bin * words] |= bit);
      }
    }
    return new AnswerMasks(words, starts, masks);
  }
}
