package dev.evenhand.learn;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Saving and loading in MLlib's layout: metadata with the Params, and rows of data beside them. */
final class Saved {
  private Saved() {}

  /** Writes the Params alone. */
  static MLWriter writer(Params stage) {
    return new DefaultParamsWriter(stage);
  }

  /** Writes the Params, and the model's data as rows of a schema. */
  static MLWriter writer(Params stage, StructType schema, Supplier<List<Row>> rows) {
    return new ModelWriter(stage, schema, rows);
  }

  /** Reads the Params into a stage made from its uid. */
  static <T extends Params> MLReader<T> reader(Class<T> type, Function<String, T> made) {
    return new ModelReader<>(type, false, (uid, rows) -> made.apply(uid));
  }

  /** Reads Params and data into a model. */
  static <T extends Params> MLReader<T> reader(
      Class<T> type, BiFunction<String, List<Row>, T> made) {
    return new ModelReader<>(type, true, made);
  }

  private static final class ModelWriter extends MLWriter {
    private final Params stage;
    private final StructType schema;
    private final Supplier<List<Row>> rows;

    ModelWriter(Params stage, StructType schema, Supplier<List<Row>> rows) {
      this.stage = stage;
      this.schema = schema;
      this.rows = rows;
    }

    @Override
    public void saveImpl(String path) {
      SparkSession spark = sparkSession();
      DefaultParamsWriter.saveMetadata(stage, path, spark);
      spark
          .createDataFrame(rows.get(), schema)
          .coalesce(1)
          .write()
          .parquet(new Path(path, "data").toString());
    }
  }

  private static final class ModelReader<T extends Params> extends MLReader<T> {
    private final Class<T> type;
    private final boolean hasData;
    private final BiFunction<String, List<Row>, T> made;

    ModelReader(Class<T> type, boolean hasData, BiFunction<String, List<Row>, T> made) {
      this.type = type;
      this.hasData = hasData;
      this.made = made;
    }

    @Override
    public T load(String path) {
      DefaultParamsReader.Metadata metadata =
          DefaultParamsReader$.MODULE$.loadMetadata(path, sparkSession(), type.getName());
      List<Row> rows =
          hasData
              ? sparkSession().read().parquet(new Path(path, "data").toString()).collectAsList()
              : List.of();
      T stage = made.apply(metadata.uid(), rows);
      metadata.getAndSetParams(stage, scala.Option.empty());
      return stage;
    }
  }
}
