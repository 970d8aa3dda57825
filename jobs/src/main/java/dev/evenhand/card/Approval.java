package dev.evenhand.card;

import dev.evenhand.lake.table.Approvals;
import dev.evenhand.pseudonym.Signer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.spark.sql.Row;

/**
 * What a person decided about this version of the model, as {@code govern.approvals} holds it.
 *
 * @param isIntact whether the signature fits the entry, so that nobody changed it since
 */
record Approval(
    String decision,
    String by,
    String role,
    @Told(absent = "where they gave none") String note,
    Instant at,
    boolean isIntact) {

  static Approval of(Row row) {
    String statement = row.getAs(Approvals.STATEMENT.name());
    Approval told =
        new Approval(
            row.getAs(Approvals.DECISION.name()),
            row.getAs(Approvals.SIGNED_BY.name()),
            row.getAs(Approvals.ROLE.name()),
            row.getAs(Approvals.NOTE.name()),
            StepRun.moment(row, Approvals.SIGNED_AT.name()),
            false);
    boolean isSigned =
        Signer.verifies(
            row.getAs(Approvals.PUBLIC_KEY.name()),
            statement.getBytes(StandardCharsets.UTF_8),
            row.getAs(Approvals.SIGNATURE.name()));
    return told.intact(isSigned && statement.equals(Approvals.statement(row)));
  }

  boolean isApproval() {
    return decision.equals(Approvals.APPROVED);
  }

  private Approval intact(boolean whether) {
    return new Approval(decision, by, role, note, at, whether);
  }
}
