package dev.evenhand.evaluate;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;

import dev.evenhand.base.Quoted;
import dev.evenhand.config.Pipeline;
import dev.evenhand.evaluate.ScoredGroups.Count;
import dev.evenhand.evaluate.ScoredGroups.Place;
import dev.evenhand.lake.SmallRows;
import dev.evenhand.lake.table.Cells;
import dev.evenhand.lake.table.Predictions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.ml.feature.Bucketizer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * What follows of other thresholds: the labels of each group by score bin, bins merged as in {@link
 * SafeBins}. Of single attributes only: a group less its intersections would tell of the rest.
 *
 * @param predictions with the protected attributes
 * @param thresholds of the models by name
 */
record ScoreCells(Pipeline pipeline, Dataset<Row> predictions, Map<String, Double> thresholds) {
  private static final List<String> SPLITS = List.of("validation", "test");
  private static final String BIN = "bin";
  private static final String IS_SELECTED = "is_selected";
  private static final String POSITIVES = "positives";

  /** What is binned together: an attribute of a split, scored by a model. */
  private record Part(String model, String split, String attribute) {}

  /** In the order of {@code Cells.CONTRACT}, without pipeline and run. */
  List<Row> rows() {
    Map<Part, Map<String, Map<Place, Count>>> parts = new LinkedHashMap<>();
    for (Row row : counts()) {
      parts
          .computeIfAbsent(
              new Part(row.getString(0), row.getString(1), row.getString(2)),
              part -> new TreeMap<>())
          .computeIfAbsent(row.getString(3), group -> new TreeMap<>())
          .put(
              new Place(row.getDouble(4), row.getBoolean(5)),
              new Count(row.getLong(6), row.getLong(7)));
    }
    CellRow cells = new CellRow(pipeline.value(), pipeline.evaluate().minGroup());
    return parts.entrySet().stream()
        .flatMap(part -> rows(cells, part.getKey(), new ScoredGroups(part.getValue())))
        .toList();
  }

  private Stream<Row> rows(CellRow cells, Part part, ScoredGroups groups) {
    return groups.bins(thresholds.get(part.model()), pipeline.evaluate().minGroup()).stream()
        .flatMap(bin -> cells.of(part.model(), part.split(), part.attribute(), bin));
  }

  /** Of every group by place, in this order. */
  private List<Row> counts() {
    Column[] by =
        columns(
            Predictions.MODEL.name(),
            Predictions.SPLIT.name(),
            Cells.ATTRIBUTE.name(),
            Cells.GROUP_VALUE.name(),
            BIN,
            IS_SELECTED);
    Column[] kept =
        columns(
            Predictions.MODEL.name(),
            Predictions.SPLIT.name(),
            Predictions.LABEL.name(),
            BIN,
            IS_SELECTED);
    Column[] attributes = columns(pipeline.evaluate().sensitive().toArray(String[]::new));
    return SmallRows.sorted(
        placed()
            .unpivot(kept, attributes, Cells.ATTRIBUTE.name(), Cells.GROUP_VALUE.name())
            .groupBy(by)
            .agg(
                count_if(Predictions.LABEL.column().equalTo(1)).as(POSITIVES),
                count(lit(1)).as(Cells.N.name())),
        by);
  }

  /** With the fine bin of each score, and whether its model's threshold selects it. */
  private Dataset<Row> placed() {
    Column[] models =
        thresholds.entrySet().stream()
            .flatMap(model -> Stream.of(lit(model.getKey()), lit(model.getValue())))
            .toArray(Column[]::new);
    Column threshold = element_at(map(models), Predictions.MODEL.column());
    return new Bucketizer()
        .setInputCol(Predictions.SCORE.name())
        .setOutputCol(BIN)
        .setSplits(ScoreGrid.all())
        .transform(predictions.filter(Predictions.SPLIT.column().isin(SPLITS.toArray())))
        .withColumn(IS_SELECTED, Predictions.SCORE.column().geq(threshold));
  }

  private static Column[] columns(String... names) {
    return Stream.of(names).map(Quoted::name).map(functions::col).toArray(Column[]::new);
  }
}
