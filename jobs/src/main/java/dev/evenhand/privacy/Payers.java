package dev.evenhand.privacy;

import static org.apache.spark.sql.functions.col;

import dev.evenhand.anonymity.Cuts;
import dev.evenhand.anonymity.GroupLoss;
import dev.evenhand.base.Quoted;
import dev.evenhand.fairness.Pooled;
import dev.evenhand.lake.table.FeatureRows;
import dev.evenhand.lake.table.FigureRow;
import dev.evenhand.lake.table.Measures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Who pays for anonymity: of each protected group, the rows left out and what all of them lost.
 *
 * @param groups one row a decision, with a STRING column for each attribute
 * @param minGroup rows below which groups count as one, as {@link Pooled} says
 */
record Payers(Dataset<Row> groups, List<String> attributes, long minGroup) {
  private static final String COLUMN = "evenhand_group_";

  /** The columns that {@link #beside} adds, in the order of the attributes. */
  String[] columns() {
    return IntStream.range(0, attributes.size()).mapToObj(at -> COLUMN + at).toArray(String[]::new);
  }

  /** The rows with their groups; their names can't be those of the rows' own columns. */
  Dataset<Row> beside(Dataset<Row> rows) {
    Stream<Column> named =
        IntStream.range(0, attributes.size())
            .mapToObj(at -> col(Quoted.name(attributes.get(at))).as(COLUMN + at));
    Column[] all =
        Stream.concat(Stream.of(FeatureRows.DECISION_ID.column()), named).toArray(Column[]::new);
    return rows.join(groups.select(all), FeatureRows.DECISION_ID.name());
  }

  /**
   * @param rows what the cuts were fitted on, before it was generalized
   */
  List<FigureRow> figures(Dataset<Row> rows, Cuts cuts, String split) {
    Stream<Column> inputs =
        cuts.quasiIdentifiers().stream().map(one -> col(Quoted.name(one.column())));
    Column[] read =
        Stream.concat(Stream.of(FeatureRows.DECISION_ID.column()), inputs).toArray(Column[]::new);
    Dataset<Row> grouped = beside(rows.select(read)).cache();
    List<FigureRow> figures = new ArrayList<>();
    for (int at = 0; at < attributes.size(); at++) {
      String attribute = attributes.get(at);
      pooled(GroupLoss.of(grouped, cuts, COLUMN + at))
          .forEach((group, one) -> figures.addAll(figures(attribute, group, one, split)));
    }
    grouped.unpersist();
    return figures;
  }

  private Map<String, GroupLoss> pooled(List<GroupLoss> losses) {
    return Pooled.of(
        losses.stream().collect(Collectors.toMap(GroupLoss::group, one -> one)),
        GroupLoss::rows,
        GroupLoss::plus,
        minGroup);
  }

  private static List<FigureRow> figures(
      String attribute, String group, GroupLoss one, String split) {
    List<FigureRow> both =
        List.of(
            FigureRow.of(Measures.ROWS_SUPPRESSED).value((double) one.suppressed()),
            FigureRow.of(Measures.INFORMATION_LOSS).value(one.penalty()));
    both.forEach(
        figure ->
            figure
                .dataset(Measures.DECISIONS)
                .split(split)
                .group(attribute, group)
                .size(one.rows(), null));
    return both;
  }
}
