package dev.evenhand.rights;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenhand.base.SideBySide;
import dev.evenhand.lake.TableContract;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The first stage: all that a lake knows the subjects by, how many rows of which table are theirs,
 * and which models learned from them. Nothing is changed, so that every later stage, begun again,
 * works towards the same end.
 */
record Finding(ErasureWork work) {
  private static final Column NO_PIPELINE =
      lit(null).cast("string").as(TableContract.PIPELINE.name());

  ObjectNode run() {
    Tracing tracing = work.tracing();
    // Cut off from how they were found, or every later plan would hold all of it.
    Dataset<Row> asked = work.subjects().read().select(Footprint.KEY).localCheckpoint();
    Set<String> kept = Set.copyOf(work.texts(ErasureWork.REQUEST, "kept_namespaces"));
    Dataset<Row> known = asked.union(tracing.aliases(asked, kept)).localCheckpoint();
    Dataset<Row> decisions = tracing.decisions(known).drop("subject_key").distinct();
    work.traces()
        .write(
            rows(known, KeyTable.Kind.SUBJECT)
                .union(
                    decisions.select(
                        lit(KeyTable.Kind.DECISION.word()).as(KeyTable.KIND),
                        TableContract.PIPELINE.column(),
                        col(Footprint.KEY))));
    ObjectNode outcome = Journal.JSON.createObjectNode();
    outcome.put("aliases", known.count() - asked.count());
    exposures(outcome.putArray("models"), known);
    count(outcome);
    return outcome;
  }

  static Dataset<Row> rows(Dataset<Row> keys, KeyTable.Kind kind) {
    return keys.select(lit(kind.word()).as(KeyTable.KIND), NO_PIPELINE, col(Footprint.KEY));
  }

  private void exposures(ArrayNode models, Dataset<Row> subjects) {
    RetrainLimits limits = work.limits();
    for (ModelExposure each : ModelExposure.of(work.catalog(), subjects)) {
      models
          .addObject()
          .put("pipeline", each.pipeline())
          .put("run", each.runId())
          .put("model", each.model())
          .put("subjects", each.subjects())
          .put("training_subjects", each.trainingSubjects())
          .put("retrain_share", limits.share(each));
    }
  }

  private void count(ObjectNode outcome) {
    Wanted wanted = work.wanted(work.traces().read().localCheckpoint());
    Map<String, Footprint> footprints = new LinkedHashMap<>();
    work.tracing().footprints().forEach(each -> footprints.put(each.table(), each));
    Map<String, Long> rows =
        SideBySide.each(footprints, footprint -> held(footprint, wanted).count());
    ObjectNode tables = outcome.putObject("tables");
    ObjectNode versions = outcome.putObject("versions");
    rows.forEach(
        (table, count) -> {
          tables.put(table, count);
          versions.put(table, work.catalog().version(table));
        });
    texts(footprints, rows, wanted);
  }

  private Dataset<Row> held(Footprint footprint, Wanted wanted) {
    return footprint.held(work.catalog().rows(footprint.table()), wanted, work.pseudonyms());
  }

  /** What stands in their rows as they came; what later tables hold is made of that. */
  private void texts(Map<String, Footprint> footprints, Map<String, Long> rows, Wanted wanted) {
    Dataset<Row> texts = null;
    for (Footprint each : footprints.values()) {
      boolean hasTexts = each.table().startsWith("bronze.") || each.table().startsWith("silver.");
      if (hasTexts && !each.isSealed() && rows.get(each.table()) > 0) {
        Dataset<Row> theirs = Tracing.texts(each, held(each, wanted));
        texts = texts == null ? theirs : texts.union(theirs);
      }
    }
    Dataset<Row> all = texts == null ? wanted.subjects().limit(0) : texts.distinct();
    work.texts().write(rows(all, KeyTable.Kind.TEXT));
  }
}
