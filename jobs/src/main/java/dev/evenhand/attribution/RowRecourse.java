package dev.evenhand.attribution;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
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
    for (Remedy remedy : result.remedies()) {
      alternatives.add(alternative(row, remedy));
    }
    String status = !alternatives.isEmpty() ? "found" : result.isComplete() ? "none" : "unknown";
    return RowFactory.create(status, shown(score), alternatives);
  }

  private double shown(double score) {
    return link.base(new double[] {score})[0];
  }

  private Row alternative(double[] row, Remedy remedy) {
    double[] changed = row.clone();
    List<Row> changes = new ArrayList<>();
    remedy
        .values()
        .forEach(
            (place, values) -> {
              Lever lever = levers.get(place);
              changes.add(change(lever, row, values));
              for (int e = 0; e < values.length; e++) {
                changed[lever.entries()[e]] = values[e];
              }
            });
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
