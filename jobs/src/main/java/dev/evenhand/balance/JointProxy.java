package dev.evenhand.balance;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_position;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import dev.evenhand.balance.ProxyStrength.Proxy;
import dev.evenhand.fairness.Audit;
import dev.evenhand.fairness.AuditOptions;
import dev.evenhand.fairness.AuditRequest;
import dev.evenhand.fairness.AuditResult;
import dev.evenhand.fairness.Columns;
import dev.evenhand.fairness.Figure;
import dev.evenhand.fairness.Grouping;
import dev.evenhand.fairness.Undefined;
import dev.evenhand.lake.table.FeatureRows;
import dev.evenhand.vector.FeatureNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.feature.FeatureHasher;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How well all features together tell each protected attribute: the area under the ROC curve of a
 * logistic regression on them, learned from one half of the rows and tried on the other, and the
 * other way round. Interval: DeLong's.
 */
public final class JointProxy {
  /** In place of a feature's name. */
  public static final String ALL = "(all features)";

  private static final int HASHED = 1 << 14;
  private static final double RIDGE = 1e-3;
  private static final int ITERATIONS = 50;
  private static final String FEATURES = "features";
  private static final String LABEL = "label";
  private static final String IS_GROUP = "is_group";
  private static final String NONE = "none";
  private static final String SCORE = "score";
  private static final String GROUP = "group_told";
  private static final String EVERYONE = "everyone";

  private JointProxy() {}

  /**
   * The group of each attribute that is told best; none where fewer than two are large enough.
   *
   * @param rows with numbers, categories and the attributes
   * @param minGroup rows below which a group is left out
   */
  public static List<Proxy> of(Dataset<Row> rows, List<String> attributes, long minGroup) {
    Dataset<Row> vectors = vectors(rows, attributes);
    if (vectors == null) {
      return List.of();
    }
    vectors.cache();
    try {
      List<Proxy> found = new ArrayList<>();
      for (int i = 0; i < attributes.size(); i++) {
        of(vectors, attributes.get(i), col("a_" + i), minGroup).ifPresent(found::add);
      }
      return found;
    } finally {
      vectors.unpersist();
    }
  }

  /** Null if there are no features. */
  private static Dataset<Row> vectors(Dataset<Row> rows, List<String> attributes) {
    FeatureNames names = FeatureNames.of(rows);
    List<Column> columns = new ArrayList<>();
    List<String> inputs = new ArrayList<>();
    for (String name : names.numbers()) {
      inputs.add("n_" + inputs.size());
      columns.add(FeatureRows.NUMBERS.column().getItem(name).as(inputs.get(inputs.size() - 1)));
    }
    for (String name : names.categories()) {
      inputs.add("c_" + inputs.size());
      columns.add(FeatureRows.CATEGORIES.column().getItem(name).as(inputs.get(inputs.size() - 1)));
    }
    if (inputs.isEmpty()) {
      return null;
    }
    columns.add(ProxyCounts.half().as(ProxyCounts.HALF));
    for (int i = 0; i < attributes.size(); i++) {
      columns.add(ProxyCounts.group(attributes.get(i)).as("a_" + i));
    }
    return new FeatureHasher()
        .setInputCols(inputs.toArray(String[]::new))
        .setOutputCol(FEATURES)
        .setNumFeatures(HASHED)
        .transform(rows.select(columns.toArray(Column[]::new)))
        .drop(inputs.toArray(String[]::new));
  }

  private static Optional<Proxy> of(
      Dataset<Row> vectors, String attribute, Column group, long minGroup) {
    List<String> groups =
        vectors.groupBy(group.as(GROUP)).agg(count(lit(1)).as("n")).collectAsList().stream()
            .filter(row -> row.getLong(1) >= minGroup)
            .map(row -> row.getString(0))
            .sorted()
            .toList();
    if (groups.size() < 2) {
      return Optional.empty();
    }
    Column known =
        array(groups.stream().map(org.apache.spark.sql.functions::lit).toArray(Column[]::new));
    Dataset<Row> labelled =
        vectors
            .select(
                col(FEATURES),
                col(ProxyCounts.HALF),
                array_position(known, group).minus(1).cast("double").as(LABEL))
            .filter(col(LABEL).geq(0));
    Dataset<Row> scored = scored(labelled, 0).unionByName(scored(labelled, 1));
    return strongest(attribute, groups, audits(scored, groups.size()));
  }

  /** The rows of a half with what was learned from the other one. */
  private static Dataset<Row> scored(Dataset<Row> labelled, int half) {
    LogisticRegressionModel model =
        new LogisticRegression()
            .setRegParam(RIDGE)
            .setMaxIter(ITERATIONS)
            .fit(labelled.filter(col(ProxyCounts.HALF).notEqual(half)));
    return model
        .transform(labelled.filter(col(ProxyCounts.HALF).equalTo(half)))
        .select(col(LABEL), vector_to_array(col("probability"), "float64").as(SCORE));
  }

  private static Map<List<String>, AuditResult> audits(Dataset<Row> scored, int groups) {
    List<Column> each = new ArrayList<>();
    for (int i = 0; i < groups; i++) {
      each.add(
          struct(
              lit(Integer.toString(i)).as(GROUP),
              col(LABEL).equalTo(i).cast("int").as(IS_GROUP),
              lit(0).as(NONE),
              lit(EVERYONE).as(EVERYONE),
              org.apache.spark.sql.functions.get(col(SCORE), lit(i)).as(SCORE)));
    }
    return Audit.by(
        scored.select(explode(array(each.toArray(Column[]::new))).as("one")).select(col("one.*")),
        List.of(GROUP),
        new AuditRequest(
            Columns.of(IS_GROUP, NONE).withScore(SCORE),
            Grouping.by(EVERYONE),
            new AuditOptions(1, Undefined.NULL, 0, 0)));
  }

  private static Optional<Proxy> strongest(
      String attribute, List<String> groups, Map<List<String>, AuditResult> audits) {
    Proxy best = null;
    for (int i = 0; i < groups.size(); i++) {
      Figure auc =
          audits.get(List.of(Integer.toString(i))).figures().stream()
              .filter(figure -> figure.attribute() == null && figure.metric().equals("roc_auc"))
              .findFirst()
              .orElseThrow();
      if (auc.isDefined() && auc.ciLow() != null && (best == null || auc.value() > best.auc())) {
        best =
            new Proxy(
                attribute, ALL, groups.get(i), auc.value(), auc.ciLow(), auc.ciHigh(), auc.n());
      }
    }
    return Optional.ofNullable(best);
  }
}
