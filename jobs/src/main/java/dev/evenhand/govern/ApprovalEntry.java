package dev.evenhand.govern;

import dev.evenhand.base.DataProblem;
import dev.evenhand.lake.Field;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.SmallRows;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Approvals;
import dev.evenhand.lake.table.Models;
import dev.evenhand.pseudonym.Signer;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;

/**
 * Enters in {@code govern.approvals} what a person decided about a model version, signed by this
 * installation's key: the signature says that the entry was not changed, not who sat at the desk.
 */
public record ApprovalEntry(SparkSession spark, Lake lake, Signer signer) {
  /** A person's decision; only the note may be empty. */
  public record Decision(boolean isApproval, String by, String role, Optional<String> note) {
    public Decision {
      if (by.isBlank() || role.isBlank()) {
        throw new DataProblem("approve: --by and --role are required and may not be blank.");
      }
    }
  }

  /**
   * Enters it.
   *
   * @param version pipeline and run that trained the model
   * @throws DataProblem if there is no such model, or its files are gone
   */
  public void enter(RunScope version, String model, Decision decision, Instant now) {
    Instant at = now.truncatedTo(ChronoUnit.MILLIS);
    List<Object> values = new ArrayList<>();
    values.add(version.pipeline());
    values.add(model);
    values.add(version.runId());
    values.add(sha256(version, model));
    values.add(decision.isApproval() ? Approvals.APPROVED : Approvals.REJECTED);
    values.add(decision.by().strip());
    values.add(decision.role().strip());
    values.add(decision.note().map(String::strip).filter(note -> !note.isEmpty()).orElse(null));
    values.add(Timestamp.from(at));
    String statement = Approvals.statement(signed(values));
    values.remove(0);
    values.add(statement);
    values.add(signer.sign(statement.getBytes(StandardCharsets.UTF_8)));
    values.add(signer.publicKey());
    Dataset<Row> rows =
        spark.createDataFrame(
            List.of(RowFactory.create(values.toArray())), Approvals.CONTRACT.columns());
    RunScope entry = new RunScope(version.pipeline(), RunScope.stamped("a", at));
    lake.append(Approvals.CONTRACT, rows, entry);
  }

  private String sha256(RunScope version, String model) {
    List<Row> found =
        SmallRows.sorted(
            lake.readRun(Models.CONTRACT, version).filter(Models.MODEL.column().equalTo(model)),
            Models.MODEL.column());
    if (found.isEmpty()) {
      throw new DataProblem(
          "approve: govern.models has no model %s of run %s.".formatted(model, version.runId()));
    }
    Row row = found.get(0);
    if (row.<String>getAs(Models.STATUS.name()).equals(Models.WITHDRAWN)) {
      throw new DataProblem(
          "approve: model %s of run %s is withdrawn; its files are gone. Train it anew."
              .formatted(model, version.runId()));
    }
    return row.getAs(Models.SHA256.name());
  }

  private static Row signed(List<Object> values) {
    List<Field> fields = new ArrayList<>(Approvals.CONTRACT.fields().subList(0, values.size() - 1));
    fields.add(0, TableContract.PIPELINE);
    StructType columns = new StructType();
    for (Field field : fields) {
      columns = columns.add(field.name(), field.type(), field.isNullable());
    }
    return new GenericRowWithSchema(values.toArray(), columns);
  }
}
