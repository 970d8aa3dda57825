package dev.evenhand.learn;

import static org.apache.spark.sql.functions.udf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A rising map of scores for each group, as {@link QuantileMap} and {@link GroupCalibrator} fit it:
 * score in, mapped score out; null without a score. Groups without a map of their own take the one
 * of all others.
 *
 * <p>The map is a UDF, because no column expression searches a thousand knots in ten steps.
 */
public final class GroupScoresModel extends Model<GroupScoresModel> implements MLWritable {
  private static final long serialVersionUID = 1L;
  private static final ArrayType NUMBERS = DataTypes.createArrayType(DataTypes.DoubleType, false);
  private static final StructType SCHEMA =
      new StructType()
          .add("group", DataTypes.createArrayType(DataTypes.StringType, false), false)
          .add("isLogistic", DataTypes.BooleanType, false)
          .add("outside", DataTypes.DoubleType, false)
          .add("from", NUMBERS, false)
          .add("to", NUMBERS, false);

  private final String uid;
  private final ScoredParams scored;
  private final HashMap<List<String>, ScoreMap> maps;

  /**
   * @param maps the maps by group; that of other groups under the empty list
   */
  GroupScoresModel(String uid, Map<List<String>, ScoreMap> maps) {
    this.uid = uid;
    this.maps = new LinkedHashMap<>(maps);
    this.scored = new ScoredParams(this, "Scores by group", "mapped", "the mapped score");
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

  public Param<String> outputCol() {
    return scored.outputCol;
  }

  public Param<String> labelCol() {
    return scored.labelCol;
  }

  public Param<String> weightCol() {
    return scored.weightCol;
  }

  public GroupScoresModel setScoreCol(String value) {
    return (GroupScoresModel) set(scoreCol(), value);
  }

  public GroupScoresModel setOutputCol(String value) {
    return (GroupScoresModel) set(outputCol(), value);
  }

  /** The groups with a map of their own, and the empty list for that of all others. */
  public Set<List<String>> groups() {
    return Set.copyOf(maps.keySet());
  }

  /** What a score of a group becomes. */
  public double mapped(List<String> group, double score) {
    return mapped(maps, group, score);
  }

  private static double mapped(Map<List<String>, ScoreMap> maps, List<String> group, double score) {
    ScoreMap map = maps.get(group);
    return (map == null ? maps.get(List.<String>of()) : map).at(score);
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    HashMap<List<String>, ScoreMap> all = maps;
    UDF2<Seq<String>, Double, Double> map =
        (group, score) ->
            score == null || score.isNaN()
                ? null
                : (Double) mapped(all, CollectionConverters.asJava(group), score);
    return dataset.withColumn(
        $(outputCol()), udf(map, DataTypes.DoubleType).apply(scored.group(), scored.score()));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    scored.check(schema);
    return Columns.with(schema, $(outputCol()), DataTypes.DoubleType);
  }

  @Override
  public GroupScoresModel copy(ParamMap extra) {
    GroupScoresModel copy = new GroupScoresModel(uid, maps);
    copyValues(copy, extra);
    return (GroupScoresModel) copy.setParent(parent());
  }

  @Override
  public MLWriter write() {
    return Saved.writer(this, SCHEMA, this::rows);
  }

  private List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    maps.forEach(
        (group, map) ->
            rows.add(
                RowFactory.create(
                    group.toArray(), map.isLogistic(), map.outside(), map.from(), map.to())));
    return rows;
  }

  /** Reads a saved model. */
  public static MLReader<GroupScoresModel> read() {
    return Saved.reader(GroupScoresModel.class, GroupScoresModel::loaded);
  }

  /** Loads a saved model. */
  public static GroupScoresModel load(String path) {
    return read().load(path);
  }

  private static GroupScoresModel loaded(String uid, List<Row> rows) {
    Map<List<String>, ScoreMap> maps = new LinkedHashMap<>();
    for (Row row : rows) {
      maps.put(
          List.copyOf(row.<String>getList(0)),
          new ScoreMap(row.getBoolean(1), row.getDouble(2), numbers(row, 3), numbers(row, 4)));
    }
    return new GroupScoresModel(uid, maps);
  }

  private static double[] numbers(Row row, int column) {
    return row.<Double>getList(column).stream().mapToDouble(Double::doubleValue).toArray();
  }
}
