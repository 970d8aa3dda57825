package dev.evenhand.attribution;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;

/**
 * The recourse of one row, as {@link RecourseModel#TYPE} has it.
 *
 * @param bar the score at and above which a decision is favourable
 * @param link from the search's scores to those that are shown
 */
record RowRecourse(
    RemedySearch search, List<Lever> levers, double bar, RemedySearch.Wish wish, Link link)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  Row of(Vector features) {
    double[] row = features.toArray();
    double score = search.score(row);
    if (score >= bar) {
      return RowFactory.create("favourable", shown(score), List.of());
    }
    RemedySearch.Result result = search.of(row, wish);
    List<Row> alternatives = new ArrayList<>();
    for (Remedy remedy : told(row, result.remedies())) {
      alternatives.add(alternative(row, remedy));
    }
    boolean isNone = result.isComplete() && result.remedies().isEmpty();
    String status = !alternatives.isEmpty() ? "found" : isNone ? "none" : "unknown";
    return RowFactory.create(status, shown(score), alternatives);
  }

  /** Rounded, cheapest first; none changes all that an earlier one changes. */
  private List<Remedy> told(double[] row, List<Remedy> exact) {
    Rounding rounding = new Rounding(search, levers, bar);
    List<Remedy> told = new ArrayList<>();
    exact.stream()
        .map(remedy -> rounding.of(row, remedy))
        .filter(Objects::nonNull)
        .sorted(Comparator.comparingDouble(Remedy::cost))
        .filter(remedy -> told.stream().noneMatch(e -> e.isWithin(remedy.values().keySet())))
        .forEachOrdered(told::add);
    return told;
  }

  private double shown(double score) {
    return link.base(new double[] {score})[0];
  }

  private Row alternative(double[] row, Remedy remedy) {
    double[] changed = Lever.changed(row, remedy.values(), levers);
    List<Row> changes = new ArrayList<>();
    remedy.values().forEach((place, values) -> changes.add(change(levers.get(place), row, values)));
    return RowFactory.create(
        remedy.cost(),
        remedy.isSmallest(),
        shown(search.score(changed)),
        changes,
        Vectors.dense(changed));
  }

  private static Row change(Lever lever, double[] row, double[] values) {
    if (!lever.isOneHot()) {
      return RowFactory.create(lever.feature(), row[lever.entries()[0]], values[0], null, null);
    }
    int before = lever.category(row);
    int after = lever.category(codes(lever, values, row.length));
    return RowFactory.create(
        lever.feature(),
        null,
        null,
        before < 0 ? null : lever.labels()[before],
        lever.labels()[after]);
  }

  private static double[] codes(Lever lever, double[] values, int size) {
    double[] all = new double[size];
    for (int e = 0; e < values.length; e++) {
      all[lever.entries()[e]] = values[e];
    }
    return all;
  }

  /** The function that Spark runs. */
  record Call(Broadcast<RowRecourse> recourse) implements UDF1<Vector, Row> {
    private static final long serialVersionUID = 1L;

    @Override
    public Row call(Vector features) {
      return features == null ? null : recourse.value().of(features);
    }
  }
}
