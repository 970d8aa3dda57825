package dev.evenhand.attribution;

import dev.evenhand.base.DataProblem;
import java.util.List;

/** What a model makes of categories that stand in a single entry of the vector. */
final class Codes {
  private Codes() {}

  /** Refuses actions that take an entry for something else than the model does. */
  static void check(ModelForm form, List<Lever> levers) {
    FeatureCuts cuts = form instanceof TreeForm trees ? trees.cuts() : FeatureCuts.of(List.of());
    for (Lever lever : levers) {
      int used = cuts.used(lever.entries()[0]);
      if (used >= 0 && cuts.isCategory(used) && !lever.isCategory()) {
        throw new DataProblem(
            "actions changes '%s' as a number, but the model takes it for a category. Change it by Action.category."
                .formatted(lever.feature()));
      }
      if (lever.isCode() && used >= 0 && cuts.isNumbered(used)) {
        checkNumbered(lever);
      } else if (lever.isCode() && (used >= 0 || form instanceof LinearForm)) {
        checkCode(lever);
      }
    }
  }

  /** Trees split the entry by the numbers of its categories, which have no names. */
  private static void checkNumbered(Lever lever) {
    if (lever.namesItsCode()) {
      throw new DataProblem(
          "actions changes '%s' to a named category, but its entry holds the numbers of categories, without names. Leave to() away, or give one-hot codes."
              .formatted(lever.feature()));
    }
  }

  /** A number between categories is no category. */
  private static void checkCode(Lever lever) {
    if (!(lever.lowest() >= 0 && lever.highest() <= 1)) {
      throw new DataProblem(
          "actions changes '%s' as a category, but the model takes its single entry, from %s to %s, for a number. Give one-hot codes, or change it by Action.number."
              .formatted(lever.feature(), lever.lowest(), lever.highest()));
    }
  }
}
