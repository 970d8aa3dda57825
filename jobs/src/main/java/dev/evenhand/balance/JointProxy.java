package dev.evenhand.balance;

import static org.apache.spark.sql.functions.array;
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
import dev.evenhand.lake.table.Measures;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * How well all features together tell each protected attribute: the area under the ROC curve of a
 * linear discriminant on them, learned from one half of the rows and tried on the other, and the
 * other way round. Interval: DeLong's.
 *
 * <p>One pass counts which values come together, one scores. Numbers are cut into tenths, see
 * {@link JointCodes}.
 */
public final class JointProxy {
  private static final String GROUPS = "groups";
  private static final String TARGET = "target";
  private static final String IS_GROUP = "is_group";
  private static final String NONE = "none";
  private static final String SCORE = "score";
  private static final String EVERYONE = "everyone";
  private static final StructType SCORED =
      new StructType()
          .add(TARGET, DataTypes.StringType)
          .add(IS_GROUP, DataTypes.IntegerType)
          .add(NONE, DataTypes.IntegerType)
          .add(EVERYONE, DataTypes.StringType)
          .add(SCORE, DataTypes.DoubleType);

  private JointProxy() {}

  /** A group to be told from everyone else. */
  private record Target(int attribute, String group) implements Serializable {}

  /**
   * The group of each attribute that is told best; none where fewer than two are large enough.
   *
   * @param rows with numbers, categories and the attributes
   * @param minGroup rows of a group, and of the rest, below which it is passed over
   */
  public static List<Proxy> of(Dataset<Row> rows, List<String> attributes, long minGroup) {
    Dataset<Row> members = members(rows, attributes).cache();
    try {
      JointCodes codes = JointCodes.of(members);
      List<Target> targets = targets(members, attributes.size(), minGroup);
      if (codes.isEmpty() || targets.isEmpty()) {
        return List.of();
      }
      return strongest(attributes, targets, audits(scored(members, codes, targets)));
    } finally {
      members.unpersist();
    }
  }

  private static Dataset<Row> members(Dataset<Row> rows, List<String> attributes) {
    Column[] groups = attributes.stream().map(ProxyCounts::group).toArray(Column[]::new);
    return rows.select(
        FeatureRows.NUMBERS.column(),
        FeatureRows.CATEGORIES.column(),
        ProxyCounts.half().as(ProxyCounts.HALF),
        array(groups).as(GROUPS));
  }

  private static List<Target> targets(Dataset<Row> members, int attributes, long minGroup) {
    List<Column> each = new ArrayList<>();
    for (int i = 0; i < attributes; i++) {
      each.add(struct(lit(i).as("attribute"), col(GROUPS).getItem(i).as("group")));
    }
    List<Row> counts =
        members
            .select(explode(array(each.toArray(Column[]::new))).as("member"))
            .groupBy(col("member.attribute"), col("member.group"))
            .agg(count(lit(1)))
            .sort("attribute", "group")
            .collectAsList();
    long all =
        counts.stream().filter(row -> row.getInt(0) == 0).mapToLong(row -> row.getLong(2)).sum();
    return counts.stream()
        .filter(row -> row.getLong(2) >= minGroup && all - row.getLong(2) >= minGroup)
        .map(row -> new Target(row.getInt(0), row.getString(1)))
        .toList();
  }

  /** Each row once for each target, with what was learned from the other half. */
  private static Dataset<Row> scored(Dataset<Row> members, JointCodes codes, List<Target> targets) {
    JointMoments[] halves =
        members
            .toJavaRDD()
            .mapPartitions(rows -> Collections.singleton(counted(rows, codes, targets)).iterator())
            .treeReduce((a, b) -> new JointMoments[] {a[0].merge(b[0]), a[1].merge(b[1])});
    double[][][] learned = {halves[1].coefficients(), halves[0].coefficients()};
    return members
        .sparkSession()
        .createDataFrame(
            members.toJavaRDD().flatMap(row -> scores(row, codes, targets, learned)), SCORED);
  }

  private static JointMoments[] counted(
      Iterator<Row> rows, JointCodes codes, List<Target> targets) {
    JointMoments[] halves = {
      new JointMoments(codes.width(), targets.size()),
      new JointMoments(codes.width(), targets.size())
    };
    rows.forEachRemaining(row -> halves[row.getInt(2)].add(places(row, codes), isOf(row, targets)));
    return halves;
  }

  private static int[] places(Row row, JointCodes codes) {
    return codes.of(row.getJavaMap(0), row.getJavaMap(1));
  }

  private static boolean[] isOf(Row row, List<Target> targets) {
    List<String> groups = row.getList(3);
    boolean[] isOf = new boolean[targets.size()];
    for (int i = 0; i < isOf.length; i++) {
      isOf[i] = groups.get(targets.get(i).attribute()).equals(targets.get(i).group());
    }
    return isOf;
  }

  private static Iterator<Row> scores(
      Row row, JointCodes codes, List<Target> targets, double[][][] learned) {
    int[] places = places(row, codes);
    boolean[] isOf = isOf(row, targets);
    List<Row> scores = new ArrayList<>();
    for (int target = 0; target < isOf.length; target++) {
      double sum = 0;
      for (int place : places) {
        sum += learned[row.getInt(2)][target][place];
      }
      // Only the order counts; an audit wants it in [0, 1].
      double score = 1 / (1 + Math.exp(-4 * (sum - 0.5)));
      scores.add(
          RowFactory.create(Integer.toString(target), isOf[target] ? 1 : 0, 0, EVERYONE, score));
    }
    return scores.iterator();
  }

  private static Map<List<String>, AuditResult> audits(Dataset<Row> scored) {
    return Audit.by(
        scored,
        List.of(TARGET),
        new AuditRequest(
            Columns.of(IS_GROUP, NONE).withScore(SCORE),
            Grouping.by(EVERYONE),
            new AuditOptions(1, Undefined.NULL, 0, 0)));
  }

  private static List<Proxy> strongest(
      List<String> attributes, List<Target> targets, Map<List<String>, AuditResult> audits) {
    Map<Integer, Proxy> best = new TreeMap<>();
    for (int i = 0; i < targets.size(); i++) {
      Figure auc = auc(audits.get(List.of(Integer.toString(i))));
      Target target = targets.get(i);
      Proxy last = best.get(target.attribute());
      if (auc.isDefined() && auc.ciLow() != null && (last == null || auc.value() > last.auc())) {
        String attribute = attributes.get(target.attribute());
        best.put(
            target.attribute(),
            new Proxy(
                attribute,
                Measures.ALL_FEATURES,
                target.group(),
                auc.value(),
                auc.ciLow(),
                auc.ciHigh(),
                auc.n()));
      }
    }
    return List.copyOf(best.values());
  }

  private static Figure auc(AuditResult audit) {
    return audit.figures().stream()
        .filter(figure -> figure.attribute() == null && figure.metric().equals("roc_auc"))
        .findFirst()
        .orElseThrow();
  }
}
