package dev.evenhand.learn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.base.Quoted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Repairs each number by the curve of its column and group.
 *
 * <p>A UDF, since a number's place among thousands of learned ones is a binary search, which no
 * column expression does.
 */
public final class DisparateImpactRemoverModel extends Model<DisparateImpactRemoverModel>
    implements RepairParams, MLWritable {
  private static final long serialVersionUID = 1L;
  private static final StructType SCHEMA =
      new StructType()
          .add("column", DataTypes.StringType, false)
          .add("group", DataTypes.StringType, false)
          .add("values", DataTypes.createArrayType(DataTypes.DoubleType, false), false)
          .add("repaired", DataTypes.createArrayType(DataTypes.DoubleType, false), false);

  private final String uid;
  private final Repairing repairing;
  private final DoubleParam repairLevel;
  private final IntParam mostValues;
  private final IntParam minGroupRows;
  private final ArrayList<RepairCurve> curves;

  DisparateImpactRemoverModel(String uid, List<RepairCurve> curves) {
    this.uid = uid;
    this.curves = new ArrayList<>(curves);
    repairing = new Repairing(this);
    repairLevel =
        new DoubleParam(this, "repairLevel", "0 none to 1 full", ParamValidators.inRange(0, 1));
    mostValues =
        new IntParam(
            this, "mostValues", "distinct values of a group kept", ParamValidators.gtEq(2));
    minGroupRows =
        new IntParam(
            this, "minGroupRows", "rows of a group that has a say", ParamValidators.gtEq(1));
  }

  /** The values of all sensitive columns as one text. */
  static Column group(List<String> sensitive) {
    return concat_ws("\u0001", sensitive.stream().map(Columns::group).toArray(Column[]::new));
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public Repairing repairing() {
    return repairing;
  }

  public DoubleParam repairLevel() {
    return repairLevel;
  }

  public IntParam mostValues() {
    return mostValues;
  }

  public IntParam minGroupRows() {
    return minGroupRows;
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    repairing.check(dataset.schema());
    Map<String, Map<String, RepairCurve>> byColumn = new HashMap<>();
    for (RepairCurve curve : curves) {
      byColumn.computeIfAbsent(curve.column(), c -> new HashMap<>()).put(curve.group(), curve);
    }
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(dataset.sparkSession().sparkContext());
    Column group = group(repairing.sensitive());
    List<Column> repaired = new ArrayList<>();
    for (String column : repairing.inputs()) {
      Broadcast<Map<String, RepairCurve>> ofColumn =
          context.broadcast(byColumn.getOrDefault(column, Map.of()));
      UserDefinedFunction repair = udf(new Repair(ofColumn), DataTypes.DoubleType);
      Column number = col(Quoted.name(column)).cast("double");
      repaired.add(when(NumberRange.isFinite(number), repair.apply(group, number)));
    }
    return Columns.replaced(dataset.toDF(), repairing.outputs(), repaired);
  }

  private record Repair(Broadcast<Map<String, RepairCurve>> curves)
      implements UDF2<String, Double, Double> {
    private static final long serialVersionUID = 1L;

    @Override
    public Double call(String group, Double number) {
      RepairCurve curve = curves.value().get(group);
      return curve == null || number == null ? number : (Double) curve.at(number + 0.0);
    }
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return repairing.schemaAfter(schema);
  }

  @Override
  public DisparateImpactRemoverModel copy(ParamMap extra) {
    DisparateImpactRemoverModel copy = new DisparateImpactRemoverModel(uid, curves);
    copyValues(copy, extra);
    return (DisparateImpactRemoverModel) copy.setParent(parent());
  }

  @Override
  public MLWriter write() {
    return Saved.writer(
        this,
        SCHEMA,
        () ->
            curves.stream()
                .map(c -> RowFactory.create(c.column(), c.group(), c.values(), c.repaired()))
                .toList());
  }

  /** Reads a saved model. */
  public static MLReader<DisparateImpactRemoverModel> read() {
    return Saved.reader(DisparateImpactRemoverModel.class, DisparateImpactRemoverModel::loaded);
  }

  private static DisparateImpactRemoverModel loaded(String uid, List<Row> rows) {
    List<RepairCurve> curves = new ArrayList<>();
    for (Row row : rows) {
      curves.add(
          new RepairCurve(row.getString(0), row.getString(1), doubles(row, 2), doubles(row, 3)));
    }
    return new DisparateImpactRemoverModel(uid, curves);
  }

  private static double[] doubles(Row row, int place) {
    return row.<Double>getList(place).stream().mapToDouble(Double::doubleValue).toArray();
  }
}
