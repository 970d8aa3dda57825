package dev.evenhand.learn;

import dev.evenhand.base.DataProblem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Scores for rankings with equal opportunity: T(s) = F⁻¹(F_a(s)), where F_a is the distribution of
 * the scores of a group's positives and F that of all positives. Whatever the cut of the ranking,
 * the same share of each group's positives lies above it, and within a group the order stays. Nandy
 * et al. (2022), "Achieving Fairness via Post-Processing in Web-Scale Recommender Systems", as in
 * LiFT.
 *
 * <p>Distributions are taken at the middle of each score's weight and joined by straight lines.
 * Below and above a group's positives scores go on in a straight line to 0 and to 1, where all
 * scores lie in [0, 1], and are shifted alike elsewhere. {@code among} may be "all", for equal
 * shares of all rows, or "negatives". Groups that have none, or too few, keep their scores.
 */
public final class QuantileMap extends Estimator<GroupScoresModel> implements MLWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final ScoredParams scored;
  private final Param<String> among;
  private final IntParam quantiles;
  private final DoubleParam minGroupWeight;

  public QuantileMap() {
    this(Uids.random("quantilemap"));
  }

  public QuantileMap(String uid) {
    this.uid = uid;
    scored = new ScoredParams(this, "Quantile map", "mapped", "the mapped score");
    among = new Param<>(uid, "among", "whose scores are matched: positives, negatives or all");
    quantiles =
        new IntParam(uid, "quantiles", "the most knots of a group's map", ParamValidators.gtEq(2));
    minGroupWeight =
        new DoubleParam(
            uid, "minGroupWeight", "groups with less keep their scores", ParamValidators.gtEq(0));
    setDefault(among, "positives");
    setDefault(quantiles, 1000);
    setDefault(minGroupWeight, 0.0);
  }

  @Override
  public String uid() {
    return uid;
  }

  public StringArrayParam sensitiveCols() {
    return scored.sensitiveCols;
  }

  public Param<String> scoreCol() {
    return scored.scoreCol;
  }

  public Param<String> labelCol() {
    return scored.labelCol;
  }

  public Param<String> weightCol() {
    return scored.weightCol;
  }

  public Param<String> outputCol() {
    return scored.outputCol;
  }

  public Param<String> among() {
    return among;
  }

  public IntParam quantiles() {
    return quantiles;
  }

  public DoubleParam minGroupWeight() {
    return minGroupWeight;
  }

  /** Columns whose combined values are the groups; null is the value "unknown". */
  public QuantileMap setSensitiveCols(String[] value) {
    return (QuantileMap) set(sensitiveCols(), value);
  }

  public QuantileMap setScoreCol(String value) {
    return (QuantileMap) set(scoreCol(), value);
  }

  public QuantileMap setLabelCol(String value) {
    return (QuantileMap) set(labelCol(), value);
  }

  public QuantileMap setWeightCol(String value) {
    return (QuantileMap) set(weightCol(), value);
  }

  public QuantileMap setOutputCol(String value) {
    return (QuantileMap) set(outputCol(), value);
  }

  /** Whose scores are matched: "positives" (the default), "negatives" or "all". */
  public QuantileMap setAmong(String value) {
    return (QuantileMap) set(among, value);
  }

  /** The most knots of a group's map; 1000 by default. */
  public QuantileMap setQuantiles(int value) {
    return (QuantileMap) set(quantiles, value);
  }

  /** Groups with less weight of those matched keep their scores; 0 by default. */
  public QuantileMap setMinGroupWeight(double value) {
    return (QuantileMap) set(minGroupWeight, value);
  }

  @Override
  public GroupScoresModel fit(Dataset<?> dataset) {
    List<Integer> labels = labels();
    ScoreCells cells = scored.cells(dataset, 0);
    Map<List<String>, ScoreMap> maps = new LinkedHashMap<>();
    maps.put(List.of(), ScoreMap.IDENTITY);
    GroupCells all = cells.pooled();
    if (weight(all, labels) > 0) {
      boolean isShare = all.lowest()[0] >= 0 && all.highest()[all.size() - 1] <= 1;
      Quantiles pooled = Quantiles.of(all, labels);
      for (GroupCells group : cells.groups()) {
        double weight = weight(group, labels);
        if (weight > 0 && weight >= (double) $(minGroupWeight)) {
          ScoreMap map = Quantiles.of(group, labels).thinned((int) $(quantiles)).onto(pooled);
          maps.put(group.group(), isShare ? Quantiles.anchored(map) : map);
        }
      }
    }
    GroupScoresModel model = new GroupScoresModel(uid, maps);
    copyValues(model, ParamMap.empty());
    return (GroupScoresModel) model.setParent(this);
  }

  private List<Integer> labels() {
    return switch ($(among)) {
      case "positives" -> List.of(1);
      case "negatives" -> List.of(0);
      case "all" -> List.of(0, 1);
      default ->
          throw new DataProblem(
              "Quantile map: among must be positives, negatives or all, was '" + $(among) + "'.");
    };
  }

  private static double weight(GroupCells cells, List<Integer> labels) {
    return labels.stream().mapToDouble(cells::weight).sum();
  }

  @Override
  public StructType transformSchema(StructType schema) {
    scored.checkLabelled(schema);
    return Columns.with(schema, $(outputCol()), DataTypes.DoubleType);
  }

  @Override
  public QuantileMap copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  @Override
  public MLWriter write() {
    return Saved.writer(this);
  }

  /** Reads a saved estimator. */
  public static MLReader<QuantileMap> read() {
    return Saved.reader(QuantileMap.class, QuantileMap::new);
  }

  /** Loads a saved estimator. */
  public static QuantileMap load(String path) {
    return read().load(path);
  }
}
