package dev.evenhand.learn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import dev.evenhand.base.DataProblem;
import dev.evenhand.base.Quoted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Weights that make group and label independent: weight(a, y) = P(a) P(y) / P(a, y). Kamiran and
 * Calders (2012), "Data preprocessing techniques for classification without discrimination".
 *
 * <p>A group is a combination of values of the columns, null counting as "unknown". If a group
 * lacks a label, there is no row to carry that weight; the others are then raised by one factor, so
 * that the total weight stays that of the rows.
 */
public final class Reweighing extends Estimator<ReweighingModel> implements MLWritable {
  private static final long serialVersionUID = 1L;
  private static final int MOST_CELLS = 100_000;

  private final String uid;
  private final StringArrayParam sensitiveCols;
  private final Param<String> labelCol;
  private final Param<String> weightCol;
  private final Param<String> outputCol;

  public Reweighing() {
    this(Uids.random("reweighing"));
  }

  public Reweighing(String uid) {
    this.uid = uid;
    sensitiveCols = new StringArrayParam(this, "sensitiveCols", "columns that name the groups");
    labelCol = new Param<>(uid, "labelCol", "label");
    weightCol = new Param<>(uid, "weightCol", "weight that the rows have already");
    outputCol = new Param<>(uid, "outputCol", "the new weight");
    setDefault(labelCol, "label");
    setDefault(outputCol, "weight");
  }

  @Override
  public String uid() {
    return uid;
  }

  public StringArrayParam sensitiveCols() {
    return sensitiveCols;
  }

  public Param<String> labelCol() {
    return labelCol;
  }

  public Param<String> weightCol() {
    return weightCol;
  }

  public Param<String> outputCol() {
    return outputCol;
  }

  public Reweighing setSensitiveCols(String[] value) {
    return (Reweighing) set(sensitiveCols, value);
  }

  public Reweighing setLabelCol(String value) {
    return (Reweighing) set(labelCol, value);
  }

  public Reweighing setWeightCol(String value) {
    return (Reweighing) set(weightCol, value);
  }

  public Reweighing setOutputCol(String value) {
    return (Reweighing) set(outputCol, value);
  }

  @Override
  public ReweighingModel fit(Dataset<?> dataset) {
    String[] columns = $(sensitiveCols);
    Column weight =
        (isSet(weightCol) ? col(Quoted.name($(weightCol))) : lit(1)).cast("decimal(28,10)");
    Column[] keys = new Column[columns.length + 1];
    for (int i = 0; i < columns.length; i++) {
      keys[i] = Columns.group(columns[i]);
    }
    keys[columns.length] = col(Quoted.name($(labelCol))).cast("double");
    List<Row> cells =
        dataset
            .filter(col(Quoted.name($(labelCol))).isNotNull())
            .groupBy(keys)
            .agg(sum(weight).cast("double"))
            .limit(MOST_CELLS + 1)
            .collectAsList();
    if (cells.size() > MOST_CELLS) {
      throw new DataProblem(
          "Reweighing: more than " + MOST_CELLS + " groups. Group the values of its columns.");
    }
    ReweighingModel model = new ReweighingModel(uid, weights(cells, columns.length));
    copyValues(model, ParamMap.empty());
    return (ReweighingModel) model.setParent(this);
  }

  /** Rows of group values, label and weight factor. */
  private static List<ReweighingModel.Cell> weights(List<Row> rows, int columns) {
    Map<List<String>, Double> groups = new HashMap<>();
    Map<Double, Double> labels = new HashMap<>();
    List<ReweighingModel.Cell> cells = new ArrayList<>();
    double total = 0;
    for (Row row : ReweighingModel.ordered(rows)) {
      double weight = row.isNullAt(columns + 1) ? 0 : row.getDouble(columns + 1);
      if (weight > 0) {
        List<String> group = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
          group.add(row.getString(i));
        }
        double label = row.getDouble(columns);
        groups.merge(group, weight, Double::sum);
        labels.merge(label, weight, Double::sum);
        cells.add(new ReweighingModel.Cell(group, label, weight));
        total += weight;
      }
    }
    if (cells.isEmpty()) {
      throw new DataProblem("Reweighing: no row has a label and a weight above 0.");
    }
    boolean isFull = cells.size() == groups.size() * labels.size();
    double kept = 0;
    for (ReweighingModel.Cell cell : cells) {
      kept += groups.get(cell.group()) * labels.get(cell.label()) / total;
    }
    double factor = isFull ? 1 : total / kept;
    List<ReweighingModel.Cell> weights = new ArrayList<>();
    for (ReweighingModel.Cell cell : cells) {
      double expected = groups.get(cell.group()) * labels.get(cell.label()) / total;
      weights.add(
          new ReweighingModel.Cell(cell.group(), cell.label(), factor * expected / cell.weight()));
    }
    return weights;
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return Columns.with(schema, $(outputCol), DataTypes.DoubleType);
  }

  @Override
  public Reweighing copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  @Override
  public MLWriter write() {
    return Saved.writer(this);
  }

  /** Reads a saved estimator. */
  public static MLReader<Reweighing> read() {
    return Saved.reader(Reweighing.class, Reweighing::new);
  }
}
