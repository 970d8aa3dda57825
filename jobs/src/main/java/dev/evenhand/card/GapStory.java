package dev.evenhand.card;

import dev.evenhand.config.GateMetric;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** What the constraint changed and what that cost, in sentences. */
final class GapStory {
  private GapStory() {}

  static List<String> tell(Policy policy, Gap.Pair headline, Comparison models) {
    if (headline == null) {
      return List.of("The gap between groups was not measured on the test split.");
    }
    if (!headline.with().hasValue()) {
      String reason = headline.with().reason();
      return List.of(
          name(headline)
              + " is "
              + headline.with().status()
              + " on the test split"
              + (reason == null ? "." : ": " + reason + "."));
    }
    if (headline.without() == null || !headline.without().hasValue()) {
      return List.of(
          name(headline)
              + " is "
              + headline.with().text()
              + " on the test split. No unconstrained model was trained to compare it with.");
    }
    List<String> sentences = new ArrayList<>();
    sentences.add(change(headline));
    cost(models, policy).forEach(sentences::add);
    if (overlaps(headline)) {
      sentences.add("The 95% intervals of the two gaps overlap.");
    }
    sentences.add("Both models select by the same rule: " + policy.rule() + ".");
    return List.copyOf(sentences);
  }

  private static String change(Gap.Pair pair) {
    double without = pair.without().value();
    double with = pair.with().value();
    String verb = with < without ? "fell" : with > without ? "rose" : "stayed at";
    String amounts =
        with == without
            ? " " + pair.with().text()
            : " from " + pair.without().text() + " to " + pair.with().text();
    return name(pair) + " " + verb + amounts + " on the test split.";
  }

  private static List<String> cost(Comparison models, Policy policy) {
    List<String> sentences = new ArrayList<>();
    Figure aucBefore = models.counterpart(GateMetric.ROC_AUC.word());
    Figure aucAfter = models.candidate(GateMetric.ROC_AUC.word());
    if (isPair(aucBefore, aucAfter)) {
      sentences.add(cost("ROC AUC", aucBefore.value(), aucAfter.value(), Text::number));
    }
    Figure before = models.counterpart(GateMetric.VALUE.word());
    Figure after = models.candidate(GateMetric.VALUE.word());
    if (isPair(before, after)) {
      String decisions = after.n() == null ? "" : " on " + Text.count(after.n()) + " decisions";
      sentences.add(cost("value" + decisions, before.value(), after.value(), policy::amount));
    }
    return sentences;
  }

  private static String cost(
      String what, double before, double after, DoubleFunction<String> text) {
    String from = text.apply(before);
    String to = text.apply(after);
    if (from.equals(to)) {
      return "The constraint left " + what + " at " + to + ".";
    }
    return "The constraint "
        + (after < before ? "cost " : "gained ")
        + text.apply(Math.abs(after - before))
        + " of "
        + what
        + ", from "
        + from
        + " to "
        + to
        + ".";
  }

  private static boolean isPair(Figure before, Figure after) {
    return before != null && after != null && before.hasValue() && after.hasValue();
  }

  private static boolean overlaps(Gap.Pair pair) {
    Figure with = pair.with();
    Figure without = pair.without();
    return with.hasInterval()
        && without.hasInterval()
        && with.high() >= without.low()
        && without.high() >= with.low();
  }

  private static String name(Gap.Pair pair) {
    return "The gap in "
        + Words.of(pair.metric()).label().toLowerCase(Locale.ENGLISH)
        + " by "
        + Text.name(pair.attribute());
  }
}
