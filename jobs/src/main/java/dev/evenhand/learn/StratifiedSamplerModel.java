package dev.evenhand.learn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sequence;

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

/**
 * Takes each row as often as its stratum and its key's hash say, and numbers its copies from 0.
 * Rows without a label and those of a stratum that was not seen are taken once.
 */
public final class StratifiedSamplerModel extends Model<StratifiedSamplerModel>
    implements SamplingParams, MLWritable {
  private static final long serialVersionUID = 1L;
  private static final StructType SCHEMA =
      new StructType()
          .add("group", DataTypes.createArrayType(DataTypes.StringType, false), false)
          .add("label", DataTypes.DoubleType, false)
          .add("rows", DataTypes.LongType, false)
          .add("target", DataTypes.LongType, false)
          .add("cut", DataTypes.LongType, true);

  private final String uid;
  private final Sampling sampling;
  private final ArrayList<Stratum> strata;

  StratifiedSamplerModel(String uid, List<Stratum> strata) {
    this.uid = uid;
    this.strata = new ArrayList<>(strata);
    sampling = new Sampling(this);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public Sampling sampling() {
    return sampling;
  }

  /** The strata of the rows it was fitted on, with the number of rows each was to get. */
  public List<Stratum> strata() {
    return List.copyOf(strata);
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    if (!Arrays.asList(dataset.columns()).contains(sampling.label())) {
      return dataset.withColumn(sampling.output(), lit(0));
    }
    return Strata.timed(dataset, strata, sampling)
        .filter(col(Strata.TIMES).gt(0))
        .withColumn(sampling.output(), explode(sequence(lit(0), col(Strata.TIMES).minus(1))))
        .drop(Strata.TIMES, Strata.STRATUM, Strata.HASH);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return Columns.with(schema, sampling.output(), DataTypes.IntegerType);
  }

  @Override
  public StratifiedSamplerModel copy(ParamMap extra) {
    StratifiedSamplerModel copy = new StratifiedSamplerModel(uid, strata);
    copyValues(copy, extra);
    return (StratifiedSamplerModel) copy.setParent(parent());
  }

  @Override
  public MLWriter write() {
    return Saved.writer(
        this,
        SCHEMA,
        () ->
            strata.stream()
                .map(
                    s ->
                        RowFactory.create(
                            s.group().toArray(), s.label(), s.rows(), s.target(), s.cut()))
                .toList());
  }

  /** Reads a saved model. */
  public static MLReader<StratifiedSamplerModel> read() {
    return Saved.reader(StratifiedSamplerModel.class, StratifiedSamplerModel::loaded);
  }

  private static StratifiedSamplerModel loaded(String uid, List<Row> rows) {
    List<Stratum> strata = new ArrayList<>();
    for (Row row : rows) {
      Long cut = row.isNullAt(4) ? null : row.getLong(4);
      strata.add(
          new Stratum(row.getList(0), row.getDouble(1), row.getLong(2), row.getLong(3), cut));
    }
    return new StratifiedSamplerModel(uid, strata);
  }
}
