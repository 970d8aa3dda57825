package dev.evenhand.attribution;

import dev.evenhand.base.DataProblem;
import java.util.Locale;

/** What contributions add up to. */
enum Scale {
  /** MLlib's raw prediction, or a regression's prediction. */
  MARGIN,
  PROBABILITY;

  static Scale of(String word) {
    for (Scale scale : values()) {
      if (scale.word().equals(word)) {
        return scale;
      }
    }
    throw new DataProblem("scale must be margin or probability, was '" + word + "'.");
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
