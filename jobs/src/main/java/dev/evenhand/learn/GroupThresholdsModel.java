package dev.evenhand.learn;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Fitted {@link GroupThresholds}: adds the chance of being selected, and the decision that follows
 * from it and, where it is neither 0 nor 1, from a hash of the row's key and the seed.
 *
 * <p>Groups that were not seen, or are too small, are decided by what is best for all rows together
 * within the same bands. Without a score there is no decision; without a key none that needs one.
 */
public final class GroupThresholdsModel extends Model<GroupThresholdsModel> implements MLWritable {
  private static final long serialVersionUID = 1L;
  private static final String PREFIX = "__threshold_";
  private static final ArrayType NUMBERS = DataTypes.createArrayType(DataTypes.DoubleType, false);
  private static final StructType SCHEMA =
      new StructType()
          .add(PREFIX + "group", DataTypes.createArrayType(DataTypes.StringType, false), false)
          .add(PREFIX + "thresholds", NUMBERS, false)
          .add(PREFIX + "chances", NUMBERS, false);

  private final String uid;
  private final ThresholdParams thresholds;
  private final DrawParams draws;
  private final ArrayList<GroupPolicy> policies;
  private transient GroupThresholdsSummary summary;

  GroupThresholdsModel(String uid, List<GroupPolicy> policies) {
    this.uid = uid;
    this.policies = new ArrayList<>(policies);
    this.thresholds = new ThresholdParams(this);
    this.draws = new DrawParams(this);
  }

  GroupThresholdsModel withSummary(GroupThresholdsSummary fitted) {
    this.summary = fitted;
    return this;
  }

  @Override
  public String uid() {
    return uid;
  }

  public StringArrayParam sensitiveCols() {
    return thresholds.scored.sensitiveCols;
  }

  public Param<String> scoreCol() {
    return thresholds.scored.scoreCol;
  }

  public Param<String> outputCol() {
    return thresholds.scored.outputCol;
  }

  public Param<String> chanceCol() {
    return thresholds.chanceCol;
  }

  public Param<String> keyCol() {
    return draws.keyCol;
  }

  public LongParam seed() {
    return draws.seed;
  }

  public Param<String> labelCol() {
    return thresholds.scored.labelCol;
  }

  public Param<String> weightCol() {
    return thresholds.scored.weightCol;
  }

  public Param<String> constraint() {
    return thresholds.constraint;
  }

  public DoubleParam bound() {
    return thresholds.bound;
  }

  public Param<String> boundOn() {
    return thresholds.boundOn;
  }

  public Param<String> maximize() {
    return thresholds.maximize;
  }

  public DoubleParam minGroupWeight() {
    return thresholds.minGroupWeight;
  }

  public BooleanParam randomized() {
    return draws.randomized;
  }

  public GroupThresholdsModel setScoreCol(String value) {
    return (GroupThresholdsModel) set(scoreCol(), value);
  }

  public GroupThresholdsModel setOutputCol(String value) {
    return (GroupThresholdsModel) set(outputCol(), value);
  }

  public GroupThresholdsModel setKeyCol(String value) {
    return (GroupThresholdsModel) set(keyCol(), value);
  }

  /** Each group's policy; at last that of all groups without one of their own. */
  public List<GroupPolicy> policies() {
    return List.copyOf(policies);
  }

  /** What it reached on the rows it was fitted on; empty for a loaded model. */
  public Optional<GroupThresholdsSummary> summary() {
    return Optional.ofNullable(summary);
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    Dataset<Row> table =
        broadcast(dataset.sparkSession().createDataFrame(rows(policies.size() - 1), SCHEMA));
    String decision = $(outputCol());
    String chance = $(chanceCol());
    Column selected = ScoredParams.named(chance);
    return dataset
        .toDF()
        .join(table, thresholds.scored.group().equalTo(col(PREFIX + "group")), "left")
        .withColumn(PREFIX + "chance", chance())
        .withColumn(PREFIX + "draw", draws.draw())
        .withColumn(chance, col(PREFIX + "chance"))
        .withColumn(
            decision,
            when(selected.geq(1), 1.0)
                .when(selected.leq(0), 0.0)
                .otherwise(col(PREFIX + "draw").lt(selected).cast("double")))
        .drop(SCHEMA.fieldNames())
        .drop(PREFIX + "chance", PREFIX + "draw");
  }

  /** The chance of the highest threshold at or below the score. */
  private Column chance() {
    GroupPolicy other = policies.get(policies.size() - 1);
    Column score = thresholds.scored.score();
    Column edges = coalesce(col(PREFIX + "thresholds"), numbers(other.thresholds()));
    Column chances = coalesce(col(PREFIX + "chances"), numbers(other.chances()));
    int most = policies.stream().mapToInt(policy -> policy.thresholds().size()).max().orElse(0);
    Column chance = lit(0.0);
    for (int i = 0; i < most; i++) {
      chance =
          when(score.geq(functions.get(edges, lit(i))), functions.get(chances, lit(i)))
              .otherwise(chance);
    }
    return when(score.isNotNull().and(not(score.isNaN())), chance);
  }

  private static Column numbers(List<Double> values) {
    return array(values.stream().map(value -> lit(value)).toArray(Column[]::new));
  }

  private List<Row> rows(int count) {
    List<Row> rows = new ArrayList<>();
    for (GroupPolicy policy : policies.subList(0, count)) {
      rows.add(
          RowFactory.create(
              policy.group().toArray(), policy.thresholds().toArray(), policy.chances().toArray()));
    }
    return rows;
  }

  @Override
  public StructType transformSchema(StructType schema) {
    thresholds.scored.check(schema);
    if (policies.stream().anyMatch(GroupPolicy::isRandom)) {
      draws.check(schema, thresholds.scored);
    }
    return thresholds.output(schema);
  }

  @Override
  public GroupThresholdsModel copy(ParamMap extra) {
    GroupThresholdsModel copy = new GroupThresholdsModel(uid, policies).withSummary(summary);
    copyValues(copy, extra);
    return (GroupThresholdsModel) copy.setParent(parent());
  }

  @Override
  public MLWriter write() {
    return Saved.writer(this, SCHEMA, () -> rows(policies.size()));
  }

  /** Reads a saved model. */
  public static MLReader<GroupThresholdsModel> read() {
    return Saved.reader(GroupThresholdsModel.class, GroupThresholdsModel::loaded);
  }

  /** Loads a saved model. */
  public static GroupThresholdsModel load(String path) {
    return read().load(path);
  }

  private static GroupThresholdsModel loaded(String uid, List<Row> rows) {
    List<GroupPolicy> policies = new ArrayList<>();
    for (Row row : rows) {
      policies.add(new GroupPolicy(row.getList(0), row.getList(1), row.getList(2)));
    }
    return new GroupThresholdsModel(uid, policies);
  }
}
