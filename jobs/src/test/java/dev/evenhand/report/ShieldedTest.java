package dev.evenhand.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.Measures;
import dev.evenhand.support.FigureRow;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

class ShieldedTest {
  private static final String SMALL = "the group has fewer than 30 rows";

  private static List<String> shown(FigureRow... figures) {
    List<Row> rows =
        FigureRow.rows(List.of(figures))
            .withColumn(TableContract.RUN_ID.name(), functions.lit("r1"))
            .collectAsList();
    return Shielded.of(rows, 30).stream()
        .map(row -> row.getAs(Figures.METRIC.name()) + " " + row.getAs(Figures.GROUP_VALUE.name()))
        .toList();
  }

  private static FigureRow rate(String metric, String group, long n) {
    return FigureRow.of(metric, 0.5).model("even").group("origin", group).n(n);
  }

  private static FigureRow withheld(String metric, String group, String reason) {
    return FigureRow.of(metric, null)
        .model("even")
        .group("origin", group)
        .without(Measures.WITHHELD, reason);
  }

  @Test
  void theSmallestGroupBesideAWithheldOneIsHidden() {
    assertThat(
            shown(
                rate("tpr", "north", 400),
                rate("tpr", "south", 50),
                withheld("tpr", "abroad", SMALL)))
        .containsExactly("tpr north");
  }

  @Test
  void noFurtherGroupIsHiddenWhereOneIsWithheldBesideAlready() {
    assertThat(
            shown(
                rate("tpr", "north", 400),
                rate("tpr", "south", 50),
                withheld("tpr", "east", Measures.BESIDE_SMALL),
                withheld("tpr", "abroad", SMALL)))
        .containsExactly("tpr north", "tpr south");
  }

  @Test
  void aMetricThatCountsFewerRowsHidesNothingOfOthers() {
    assertThat(
            shown(
                rate("tpr", "north", 400),
                rate("tpr", "south", 300),
                rate("recourse_rate", "north", 200),
                withheld("recourse_rate", "south", SMALL)))
        .containsExactly("tpr north", "tpr south");
  }
}
