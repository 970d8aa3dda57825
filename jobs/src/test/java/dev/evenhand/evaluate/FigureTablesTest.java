package dev.evenhand.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.fairness.Audit;
import dev.evenhand.fairness.AuditOptions;
import dev.evenhand.fairness.AuditRequest;
import dev.evenhand.fairness.Columns;
import dev.evenhand.fairness.Figure;
import dev.evenhand.fairness.Grouping;
import dev.evenhand.fairness.Undefined;
import dev.evenhand.support.Spark;
import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTablesTest {

  /** The card's curves and the cells count the same rows in bins of their own. */
  @Test
  void keepAllFiguresOfAnAuditButTheBinsOfReliabilityCurves() {
    List<Figure> figures =
        Audit.of(
                Spark.session()
                    .range(200)
                    .selectExpr(
                        "IF(id % 2 = 0, 'a', 'b') AS g",
                        "CAST(id % 3 = 0 AS INT) AS y",
                        "CAST(id % 5 = 0 AS INT) AS d",
                        "(id % 10) / 10 AS s"),
                new AuditRequest(
                    Columns.of("y", "d").withScore("s"),
                    Grouping.by("g"),
                    new AuditOptions(30, Undefined.NULL, 0, 1)))
            .figures();
    assertThat(figures).anyMatch(figure -> figure.metric().equals("reliability_count"));
    assertThat(figures.stream().filter(FigureTables::isKept).toList())
        .noneMatch(figure -> figure.statistic().startsWith("bin="))
        .hasSize(
            (int)
                figures.stream().filter(figure -> !figure.statistic().startsWith("bin=")).count());
  }
}
