package dev.evenhand.learn;

import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Adds made rows to the rows of strata that are to have more; every given row stays. */
public final class SmoteModel extends Model<SmoteModel> implements SmoteParams, MLWritable {
  private static final long serialVersionUID = 1L;
  private static final StructType NODE =
      new StructType()
          .add("column", DataTypes.IntegerType, false)
          .add("threshold", DataTypes.DoubleType, false)
          .add("value", DataTypes.StringType, true)
          .add("left", DataTypes.IntegerType, false)
          .add("right", DataTypes.IntegerType, false);
  private static final StructType SCHEMA =
      new StructType()
          .add("group", DataTypes.createArrayType(DataTypes.StringType, false), false)
          .add("label", DataTypes.DoubleType, false)
          .add("rows", DataTypes.LongType, false)
          .add("target", DataTypes.LongType, false)
          .add("cut", DataTypes.LongType, true)
          .add("divisors", DataTypes.createArrayType(DataTypes.DoubleType, false), true)
          .add("differing", DataTypes.DoubleType, true)
          .add("regions", DataTypes.createArrayType(NODE, false), true);

  private final String uid;
  private final Sampling sampling;
  private final Smoting smoting;
  private final ArrayList<Stratum> strata;
  private final ArrayList<MixedRows.Space> spaces;

  SmoteModel(String uid, List<Stratum> strata, List<MixedRows.Space> spaces) {
    this.uid = uid;
    this.strata = new ArrayList<>(strata);
    this.spaces = new ArrayList<>(spaces);
    sampling = new Sampling(this);
    smoting = new Smoting(this);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public Sampling sampling() {
    return sampling;
  }

  @Override
  public Smoting smoting() {
    return smoting;
  }

  /** The strata of the rows it was fitted on, with the number of rows each was to get. */
  public List<Stratum> strata() {
    return List.copyOf(strata);
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    List<String> names = new ArrayList<>(Arrays.asList(dataset.columns()));
    names.remove(sampling.output());
    Dataset<Row> rows = dataset.toDF().drop(sampling.output());
    Dataset<Row> given = rows.withColumn(sampling.output(), lit(0));
    boolean hasLabel = names.contains(sampling.label());
    if (!hasLabel || spaces.stream().allMatch(space -> space == null)) {
      return given;
    }
    Dataset<Row> timed = Strata.timed(rows, strata, sampling);
    return given.unionByName(MadeRows.of(timed, names, spaces, smoting, sampling.output()));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return Columns.with(schema, sampling.output(), DataTypes.IntegerType);
  }

  @Override
  public SmoteModel copy(ParamMap extra) {
    SmoteModel copy = new SmoteModel(uid, strata, spaces);
    copyValues(copy, extra);
    return (SmoteModel) copy.setParent(parent());
  }

  @Override
  public MLWriter write() {
    return Saved.writer(this, SCHEMA, this::saved);
  }

  private List<Row> saved() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < strata.size(); i++) {
      Stratum s = strata.get(i);
      MixedRows.Space space = spaces.get(i);
      Object[] nodes =
          space == null
              ? null
              : space.regions().nodes().stream()
                  .map(
                      n ->
                          RowFactory.create(
                              n.column(), n.threshold(), n.value(), n.left(), n.right()))
                  .toArray();
      rows.add(
          RowFactory.create(
              s.group().toArray(),
              s.label(),
              s.rows(),
              s.target(),
              s.cut(),
              space == null ? null : boxed(space.metric().divisors()),
              space == null ? null : space.metric().differing(),
              nodes));
    }
    return rows;
  }

  private static Object[] boxed(double[] numbers) {
    return Arrays.stream(numbers).boxed().toArray();
  }

  /** Reads a saved model. */
  public static MLReader<SmoteModel> read() {
    return Saved.reader(SmoteModel.class, SmoteModel::loaded);
  }

  private static SmoteModel loaded(String uid, List<Row> rows) {
    List<Stratum> strata = new ArrayList<>();
    List<MixedRows.Space> spaces = new ArrayList<>();
    for (Row row : rows) {
      Long cut = row.isNullAt(4) ? null : row.getLong(4);
      strata.add(
          new Stratum(row.getList(0), row.getDouble(1), row.getLong(2), row.getLong(3), cut));
      spaces.add(row.isNullAt(5) ? null : space(row));
    }
    return new SmoteModel(uid, strata, spaces);
  }

  private static MixedRows.Space space(Row row) {
    List<Regions.Node> nodes = new ArrayList<>();
    for (Row n : row.<Row>getList(7)) {
      nodes.add(
          new Regions.Node(n.getInt(0), n.getDouble(1), n.getString(2), n.getInt(3), n.getInt(4)));
    }
    double[] divisors = row.<Double>getList(5).stream().mapToDouble(Double::doubleValue).toArray();
    return new MixedRows.Space(new MixedMetric(divisors, row.getDouble(6)), new Regions(nodes));
  }
}
