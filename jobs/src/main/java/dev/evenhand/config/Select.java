package dev.evenhand.config;

import java.util.List;
import java.util.Set;

/** Which of the trained models becomes the candidate, by what they do on the validation rows. */
public record Select(
    @Setting("The figure that is largest among the models that keep what within says.")
        GateMetric maximize,
    @Setting("What the candidate must keep; the model that misses it least, if none keeps it.")
        List<Gate> within) {
  private static final Set<GateMetric> LARGER_IS_BETTER =
      Set.of(
          GateMetric.ROC_AUC,
          GateMetric.PR_AUC,
          GateMetric.ACCURACY,
          GateMetric.BALANCED_ACCURACY,
          GateMetric.PRECISION,
          GateMetric.RECALL,
          GateMetric.F1,
          GateMetric.VALUE);

  public Select {
    within = Checks.copy(within);
    new Checks()
        .that(
            LARGER_IS_BETTER.contains(maximize),
            "maximize",
            "maximize is %s, which is not better the larger it is; allowed are roc_auc, pr_auc,"
                + " accuracy, balanced_accuracy, precision, recall, f1, value; choose one",
            maximize.word())
        .that(
            within.stream().allMatch(gate -> gate.model().isEmpty()),
            "within",
            "within names a model; it judges each of them and none is allowed; drop model")
        .done();
  }
}
