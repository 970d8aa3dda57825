package dev.evenhand.card;

import dev.evenhand.lake.Lake;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.SmallRows;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Approvals;
import dev.evenhand.lake.table.ModelFlags;
import dev.evenhand.lake.table.Models;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/** Looks up what became of a model version. */
record StandingReader(Lake lake, RunScope scope) {

  Standing of(String model, String trainedAs, Instant now) {
    String status =
        SmallRows.sorted(
                lake.readRun(Models.CONTRACT, scope).filter(Models.MODEL.column().equalTo(model)),
                Models.MODEL.column())
            .stream()
            .map(row -> row.<String>getAs(Models.STATUS.name()))
            .findFirst()
            .orElse(trainedAs);
    return new Standing(
        now,
        status,
        ofVersion(Approvals.CONTRACT, Approvals.MODEL.column(), model, Approvals.SIGNED_AT.column())
            .stream()
            .map(Approval::of)
            .toList(),
        ofVersion(
                ModelFlags.CONTRACT,
                ModelFlags.MODEL.column(),
                model,
                ModelFlags.FLAGGED_AT.column())
            .stream()
            .map(Forgotten::of)
            .toList());
  }

  private List<Row> ofVersion(TableContract log, Column name, String model, Column at) {
    Column version = Approvals.MODEL_VERSION.column();
    return SmallRows.sorted(
        lake.readPipeline(log, scope.pipeline())
            .filter(name.equalTo(model))
            .filter(version.equalTo(scope.runId())),
        at,
        TableContract.RUN_ID.column());
  }
}
