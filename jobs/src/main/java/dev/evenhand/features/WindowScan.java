package dev.evenhand.features;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * A subject's decisions and sales lines, in one go: each decision walks back through the lines of
 * its longest window once, and every shorter window is a stop on the way.
 *
 * <p>Code and not column expressions, because in SQL each decision needs its own copy of every line
 * and each distinct count a set per window, which took several times as long; here memory holds one
 * subject's lines.
 */
record WindowScan(WindowLayout layout) implements CoGroupFunction<String, Row, Row, Row> {
  private static final long serialVersionUID = 1L;

  /**
   * @param decisions subject, decision_id, decided in microseconds
   * @param sales the columns of {@link PurchaseWindows#lines}, in ascending order of sold
   */
  @Override
  public Iterator<Row> call(String subject, Iterator<Row> decisions, Iterator<Row> sales) {
    List<Row> found = new ArrayList<>();
    if (!decisions.hasNext()) {
      return found.iterator();
    }
    List<SalesLine> lines = new ArrayList<>();
    sales.forEachRemaining(row -> lines.add(SalesLine.of(row, layout)));
    decisions.forEachRemaining(
        row -> found.add(RowFactory.create(row.getString(1), features(row.getLong(2), lines))));
    return found.iterator();
  }

  /** Sold and recorded before the decision, and sold not longer before it than the window. */
  Double[] features(long decided, List<SalesLine> lines) {
    Double[] values = new Double[layout.values()];
    PurchaseTotals totals = new PurchaseTotals(decided, layout.topCategories().size());
    int window = 0;
    for (int i = firstNotBefore(decided, lines) - 1; i >= 0; i--) {
      SalesLine line = lines.get(i);
      while (window < layout.windowDays().size() && decided - line.sold() > layout.micros(window)) {
        totals.tell(values, window++ * layout.valuesOfAWindow());
      }
      if (window == layout.windowDays().size()) {
        return values;
      }
      if (line.recorded() < decided) {
        totals.add(line);
      }
    }
    while (window < layout.windowDays().size()) {
      totals.tell(values, window++ * layout.valuesOfAWindow());
    }
    return values;
  }

  private static int firstNotBefore(long decided, List<SalesLine> lines) {
    int low = 0;
    int high = lines.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (lines.get(middle).sold() < decided) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
