package dev.evenhand.report;

import static org.apache.spark.sql.functions.coalesce;

import dev.evenhand.lake.Lake;
import dev.evenhand.lake.SmallRows;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.Gates;
import dev.evenhand.lake.table.Measures;
import dev.evenhand.lake.table.ModelCards;
import dev.evenhand.lake.table.Models;
import dev.evenhand.lake.table.Runs;
import dev.evenhand.report.RunView.GateView;
import dev.evenhand.report.RunView.SourceView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The pipelines of a lake: some rows a run of the tables that tell of runs, models and gates. */
record PipelineReader(Lake lake) {
  private static final Comparator<RunView> NEWEST_FIRST =
      Comparator.comparing(RunView::asOf)
          .thenComparing(RunView::startedAt)
          .thenComparing(RunView::id)
          .reversed();

  /** A run of a pipeline. */
  private record Key(String pipeline, String run) {
    static Key of(Row row) {
      return new Key(
          row.getAs(TableContract.PIPELINE.name()), row.getAs(TableContract.RUN_ID.name()));
    }
  }

  /** In the order of their names; a run without any entry of its own is not shown. */
  List<PipelineView> all() {
    Map<Key, List<Row>> cards = rows(ModelCards.CONTRACT, ModelCards.MODEL.column());
    Map<Key, List<Row>> models = rows(Models.CONTRACT, Models.MODEL.column());
    Map<Key, List<Row>> gates =
        rows(
            Gates.CONTRACT,
            Gates.MODEL.column(),
            Gates.METRIC.column(),
            Gates.ATTRIBUTE.column(),
            Gates.BOUND.column(),
            Gates.SET_BY.column());
    Map<Key, List<Row>> sources = sources();
    Map<String, List<RunView>> runs = new TreeMap<>();
    rows(Runs.CONTRACT, coalesce(Runs.FINISHED_AT.column(), Runs.STARTED_AT.column()))
        .forEach(
            (key, entries) ->
                runs.computeIfAbsent(key.pipeline(), name -> new ArrayList<>())
                    .add(
                        new RunEntries(key.run(), entries)
                            .toView(
                                SourceRows.of(of(sources, key)),
                                ModelRows.of(of(models, key), of(cards, key)),
                                of(gates, key).stream().map(PipelineReader::gate).toList())));
    List<PipelineView> pipelines = new ArrayList<>();
    runs.forEach(
        (name, all) -> {
          all.sort(NEWEST_FIRST);
          pipelines.add(new PipelineView(name, List.copyOf(all)));
        });
    return pipelines;
  }

  private static List<Row> of(Map<Key, List<Row>> rows, Key key) {
    return rows.getOrDefault(key, List.of());
  }

  private Map<Key, List<Row>> rows(TableContract table, Column... by) {
    return lake.exists(table)
        ? grouped(lake.read(table).drop(ModelCards.CARD.name(), Models.SUMMARY.name()), by)
        : Map.of();
  }

  private Map<Key, List<Row>> sources() {
    if (!lake.exists(Figures.QUALITY)) {
      return Map.of();
    }
    Column isCount =
        Figures.METRIC
            .column()
            .isin(Measures.ROWS_IN, Measures.ROWS_ACCEPTED, Measures.ROWS_QUARANTINED)
            .and(Figures.ATTRIBUTE.column().isNull())
            .and(Figures.STATISTIC.column().equalTo("value"));
    return grouped(
        lake.read(Figures.QUALITY).filter(isCount),
        Figures.DATASET.column(),
        Figures.METRIC.column());
  }

  private static Map<Key, List<Row>> grouped(Dataset<Row> rows, Column... by) {
    Map<Key, List<Row>> grouped = new LinkedHashMap<>();
    SmallRows.sorted(rows, by)
        .forEach(row -> grouped.computeIfAbsent(Key.of(row), key -> new ArrayList<>()).add(row));
    return grouped;
  }

  private static GateView gate(Row row) {
    return new GateView(
        row.getAs(Gates.MODEL.name()),
        row.getAs(Gates.METRIC.name()),
        row.getAs(Gates.ATTRIBUTE.name()),
        row.getAs(Gates.BOUND.name()),
        row.getAs(Gates.VALUE.name()),
        row.<Boolean>getAs(Gates.PASSED.name()));
  }

  /** The books of a run's sources. */
  private static final class SourceRows {
    private SourceRows() {}

    static List<SourceView> of(List<Row> figures) {
      Map<String, Map<String, Long>> counts = new TreeMap<>();
      for (Row row : figures) {
        String dataset = row.getAs(Figures.DATASET.name());
        Double value = row.getAs(Figures.VALUE.name());
        if (dataset != null && value != null) {
          counts
              .computeIfAbsent(dataset, name -> new TreeMap<>())
              .put(row.getAs(Figures.METRIC.name()), Math.round(value));
        }
      }
      return counts.entrySet().stream()
          .filter(source -> source.getValue().containsKey(Measures.ROWS_IN))
          .map(
              source ->
                  new SourceView(
                      source.getKey(),
                      source.getValue().get(Measures.ROWS_IN),
                      source.getValue().get(Measures.ROWS_ACCEPTED),
                      source.getValue().get(Measures.ROWS_QUARANTINED)))
          .toList();
    }
  }
}
