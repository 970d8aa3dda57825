package dev.evenhand.learn;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.evenhand.base.Quoted;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.ml.Model;
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
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Adds a row's weight: that of its group and label, times the weight it has already. Groups that
 * were not seen, and rows without a label, count with factor 1.
 */
public final class ReweighingModel extends Model<ReweighingModel> implements MLWritable {
  private static final long serialVersionUID = 1L;
  private static final String FACTOR = "__reweighing_factor";
  private static final StructType SCHEMA =
      new StructType()
          .add("group", DataTypes.createArrayType(DataTypes.StringType, false), false)
          .add("label", DataTypes.DoubleType, false)
          .add("weight", DataTypes.DoubleType, false);

  /** A group's values, a label, and the factor of such rows. */
  public record Cell(List<String> group, double label, double weight) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  private final String uid;
  private final StringArrayParam sensitiveCols;
  private final Param<String> labelCol;
  private final Param<String> weightCol;
  private final Param<String> outputCol;
  private final ArrayList<Cell> cells;

  ReweighingModel(String uid, List<Cell> cells) {
    this.uid = uid;
    this.cells = new ArrayList<>(cells);
    sensitiveCols = new StringArrayParam(this, "sensitiveCols", "columns that name the groups");
    labelCol = new Param<>(uid, "labelCol", "label");
    weightCol = new Param<>(uid, "weightCol", "weight that the rows have already");
    outputCol = new Param<>(uid, "outputCol", "the new weight");
    setDefault(labelCol, "label");
    setDefault(outputCol, "weight");
  }

  /** Rows in the order of their text, whatever order Spark gave them. */
  static List<Row> ordered(List<Row> rows) {
    List<Row> ordered = new ArrayList<>(rows);
    ordered.sort(Comparator.comparing(row -> row.mkString("\u0001")));
    return ordered;
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

  /** The factors, by group and label. */
  public List<Cell> cells() {
    return List.copyOf(cells);
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    Column old =
        isSet(weightCol) ? dataset.col(Quoted.name($(weightCol))).cast("double") : lit(1.0);
    if (!Arrays.asList(dataset.columns()).contains($(labelCol))) {
      return dataset.withColumn($(outputCol), old);
    }
    String[] columns = $(sensitiveCols);
    Dataset<Row> factors = factors(dataset, columns);
    Column matches =
        dataset.col(Quoted.name($(labelCol))).cast("double").equalTo(factors.col(FACTOR + "_y"));
    for (int i = 0; i < columns.length; i++) {
      Column group = coalesce(dataset.col(Quoted.name(columns[i])).cast("string"), lit("unknown"));
      matches = matches.and(group.equalTo(factors.col(FACTOR + "_" + i)));
    }
    Dataset<Row> joined = dataset.toDF().join(broadcast(factors), matches, "left");
    Column weight = coalesce(col(FACTOR), lit(1.0)).multiply(old);
    List<String> helpers = new ArrayList<>(Arrays.asList(factors.columns()));
    return joined.withColumn($(outputCol), weight).drop(helpers.toArray(String[]::new));
  }

  private Dataset<Row> factors(Dataset<?> dataset, String[] columns) {
    StructType schema = new StructType();
    for (int i = 0; i < columns.length; i++) {
      schema = schema.add(FACTOR + "_" + i, DataTypes.StringType);
    }
    schema = schema.add(FACTOR + "_y", DataTypes.DoubleType).add(FACTOR, DataTypes.DoubleType);
    List<Row> rows = new ArrayList<>();
    for (Cell cell : cells) {
      List<Object> values = new ArrayList<>(cell.group());
      values.add(cell.label());
      values.add(cell.weight());
      rows.add(RowFactory.create(values.toArray()));
    }
    return dataset.sparkSession().createDataFrame(rows, schema);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return Columns.with(schema, $(outputCol), DataTypes.DoubleType);
  }

  @Override
  public ReweighingModel copy(ParamMap extra) {
    ReweighingModel copy = new ReweighingModel(uid, cells);
    copyValues(copy, extra);
    return (ReweighingModel) copy.setParent(parent());
  }

  @Override
  public MLWriter write() {
    return Saved.writer(
        this,
        SCHEMA,
        () ->
            cells.stream()
                .map(c -> RowFactory.create(c.group().toArray(), c.label(), c.weight()))
                .toList());
  }

  /** Reads a saved model. */
  public static MLReader<ReweighingModel> read() {
    return Saved.reader(ReweighingModel.class, ReweighingModel::loaded);
  }

  private static ReweighingModel loaded(String uid, List<Row> rows) {
    List<Cell> cells = new ArrayList<>();
    for (Row row : rows) {
      cells.add(new Cell(row.getList(0), row.getDouble(1), row.getDouble(2)));
    }
    return new ReweighingModel(uid, cells);
  }
}
