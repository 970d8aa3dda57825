package dev.evenhand.command;

import static org.apache.spark.sql.functions.col;

import dev.evenhand.lake.Lake;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.ModelCards;
import java.io.PrintStream;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/** What a newcomer should see first: the card, five figures, three commands. */
final class DemoSummary {
  private DemoSummary() {}

  static void print(PipelineRun.Ended ended, PrintStream out) {
    Lake lake = ended.lake();
    Row card =
        lake.readRun(ModelCards.CONTRACT, ended.scope())
            .filter(ModelCards.HTML_PATH.column().isNotNull())
            .filter(ModelCards.STATUS.column().isin("promoted", "refused"))
            .head();
    double excluded =
        figure(
            ended, col(Figures.METRIC.name()).equalTo("rows_excluded_by_consent"), Figures.QUALITY);
    double quarantined =
        figure(
            ended,
            col(Figures.METRIC.name())
                .equalTo("rows_quarantined")
                .and(Figures.ATTRIBUTE.column().isNull()),
            Figures.QUALITY);
    String root = lake.files().root().replaceFirst("^file:", "");
    Double gap = card.getAs(ModelCards.GAP.name());
    Double before = card.getAs(ModelCards.UNCONSTRAINED_GAP.name());
    out.println();
    line(
        out,
        "rows refused and kept in quarantine",
        String.format(Locale.ROOT, "%,.0f", quarantined));
    line(
        out,
        "decisions left out for want of consent",
        String.format(Locale.ROOT, "%,.0f", excluded));
    line(
        out,
        "the gap of the unconstrained model",
        number(before) + "  (" + card.getAs(ModelCards.GAP_METRIC.name()) + ")");
    line(out, "the gap of the fair model", number(gap));
    line(out, "ROC AUC of the fair model on test", number(card.getAs(ModelCards.ROC_AUC.name())));
    out.println();
    out.println("The model's card: " + root + "/" + card.getAs(ModelCards.HTML_PATH.name()));
    out.println();
    out.println("Try next:");
    out.println(
        "  scripts/evenhand sql \"SELECT step, rows_in, rows_out, cpu_ms FROM govern.runs ORDER BY started_at\" --lake "
            + root);
    out.println(
        "  scripts/evenhand sql \"SELECT model, metric, attribute, value FROM metrics.fairness WHERE metric LIKE 'demographic_parity%' AND split = 'test'\" --lake "
            + root);
    out.println(
        "  scripts/evenhand run conf/pipelines/"
            + "complete-journey.yaml --data DIR --lake "
            + root);
  }

  private static double figure(PipelineRun.Ended ended, Column which, TableContract table) {
    Row sum =
        ended
            .lake()
            .readRun(table, ended.scope())
            .filter(which)
            .agg(org.apache.spark.sql.functions.sum(Figures.VALUE.column()))
            .head();
    return sum.isNullAt(0) ? 0 : sum.getDouble(0);
  }

  private static void line(PrintStream out, String what, String value) {
    out.printf(Locale.ROOT, "  %-40s %s%n", what, value);
  }

  private static String number(Double value) {
    return value == null ? "not defined" : String.format(Locale.ROOT, "%.3f", value);
  }
}
