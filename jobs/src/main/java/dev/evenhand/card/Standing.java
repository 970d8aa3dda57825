package dev.evenhand.card;

import java.time.Instant;
import java.util.List;

/**
 * What became of the model since it was trained: who approved it, and whom it should forget.
 *
 * @param asOf moment at which this was looked up
 * @param status as {@code govern.models} has it then
 */
record Standing(Instant asOf, String status, List<Approval> approvals, List<Forgotten> forgotten) {

  /** Whether someone who may no longer be in it asks for a new training. */
  boolean needsRetraining() {
    return forgotten.stream().anyMatch(Forgotten::needsRetraining);
  }

  /** What the last to decide decided; null if nobody did. */
  Approval last() {
    return approvals.isEmpty() ? null : approvals.get(approvals.size() - 1);
  }

  /** approved or rejected; null if nobody decided. */
  String decision() {
    return last() == null ? null : last().decision();
  }

  /** Who decided last; null if nobody did. */
  String decidedBy() {
    return last() == null ? null : last().by();
  }

  /** Persons it learned from who are gone since; one may be counted in several requests. */
  long subjectsForgotten() {
    return forgotten.stream().mapToLong(Forgotten::subjects).sum();
  }

  /** For the first lines of the card. */
  String sentence() {
    Approval last = last();
    if (last == null) {
      return "Nobody has approved this version yet.";
    }
    return (last.isApproval() ? "Approved" : "Rejected")
        + " by "
        + last.by()
        + " ("
        + last.role()
        + ") on "
        + Text.day(last.at())
        + ".";
  }
}
