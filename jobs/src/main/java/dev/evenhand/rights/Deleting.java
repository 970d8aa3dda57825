package dev.evenhand.rights;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenhand.base.SideBySide;
import dev.evenhand.lake.table.Identities;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The stages that delete the subjects' rows: everywhere first, and at last their identities. */
record Deleting(ErasureWork work) {
  ObjectNode everywhere() {
    List<Footprint> footprints = new ArrayList<>();
    for (Footprint footprint : work.tracing().footprints()) {
      if (!footprint.isIdentities()) {
        footprints.add(footprint);
      }
    }
    return delete(footprints);
  }

  ObjectNode identities() {
    return delete(
        work.catalog().has(Identities.CONTRACT.name())
            ? List.of(work.tracing().footprint(Identities.CONTRACT.name()))
            : List.of());
  }

  private ObjectNode delete(List<Footprint> footprints) {
    Wanted wanted = work.wanted(work.traces().read().localCheckpoint());
    List<Runnable> pieces = new ArrayList<>();
    for (Footprint footprint : footprints) {
      if (work.numbers(ErasureWork.FOUND, "tables").getOrDefault(footprint.table(), 0L) > 0) {
        pieces.add(() -> delete(footprint, wanted));
      }
    }
    SideBySide.run(pieces);
    return Journal.JSON.createObjectNode().put("at", work.clock().instant().toString());
  }

  /** What an interrupted erasure has deleted is not there to be met again. */
  private void delete(Footprint footprint, Wanted wanted) {
    String table = footprint.table();
    Dataset<Row> rows = work.catalog().rows(table);
    for (Footprint.Removal removal : footprint.removals(rows, wanted, work.pseudonyms())) {
      work.forgetting().remove(table, removal.keys(), removal.condition());
    }
  }
}
