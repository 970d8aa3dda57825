package dev.evenhand.lake.table;

import dev.evenhand.lake.TableContract;
import java.util.List;

/** Every table of the lake but {@code bronze.<source>}, whose columns the pipeline file names. */
public final class Tables {
  public static final List<TableContract> ALL =
      List.of(
          Quarantine.CONTRACT,
          SeenFiles.CONTRACT,
          Identities.CONTRACT,
          Subjects.CONTRACT,
          ProtectedAttributes.CONTRACT,
          Sales.CONTRACT,
          Decisions.CONTRACT,
          Consents.CONTRACT,
          Corrections.CONTRACT,
          UsableDecisions.CONTRACT,
          FeatureRows.CONTRACT,
          Splits.CONTRACT,
          TrainingSet.CONTRACT,
          Weights.CONTRACT,
          Predictions.CONTRACT,
          Scores.CONTRACT,
          Explanations.CONTRACT,
          Figures.QUALITY,
          Figures.BALANCE,
          Figures.PRIVACY,
          Figures.FAIRNESS,
          Figures.PERFORMANCE,
          Figures.DRIFT,
          Figures.ENERGY,
          Cells.CONTRACT,
          Runs.CONTRACT,
          Models.CONTRACT,
          ModelCards.CONTRACT,
          PrivacyLedger.CONTRACT,
          TrainingProofs.CONTRACT,
          Gates.CONTRACT,
          Approvals.CONTRACT,
          Erasures.CONTRACT,
          ModelFlags.CONTRACT,
          Exports.CONTRACT,
          Retentions.CONTRACT);

  private Tables() {}
}
