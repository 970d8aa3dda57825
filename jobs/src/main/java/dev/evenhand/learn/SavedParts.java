package dev.evenhand.learn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Saving and loading of stages that hold other stages, each saved by its own writer. */
public final class SavedParts {
  private SavedParts() {}

  /** Makes a stage of its uid, data and parts. */
  public interface Maker<T> {
    T make(String uid, List<Row> rows, List<Object> parts);
  }

  public static MLWriter writer(
      Params stage, StructType schema, Supplier<List<Row>> rows, List<?> parts) {
    return new PartsWriter(stage, schema, rows, parts);
  }

  public static <T extends Params> MLReader<T> reader(Class<T> type, Maker<T> maker) {
    return new PartsReader<>(type, maker);
  }

  private static String part(String path, int index) {
    return new Path(path, "parts/" + index).toString();
  }

  private static final class PartsWriter extends MLWriter {
    private static final StructType COUNT = new StructType().add("parts", "int", false);

    private final Params stage;
    private final StructType schema;
    private final Supplier<List<Row>> rows;
    private final List<?> parts;

    PartsWriter(Params stage, StructType schema, Supplier<List<Row>> rows, List<?> parts) {
      this.stage = stage;
      this.schema = schema;
      this.rows = rows;
      this.parts = parts;
    }

    @Override
    public void saveImpl(String path) {
      SparkSession spark = sparkSession();
      DefaultParamsWriter.saveMetadata(stage, path, spark);
      String data = new Path(path, "data").toString();
      spark.createDataFrame(rows.get(), schema).coalesce(1).write().parquet(data);
      List<Row> count = List.of(RowFactory.create(parts.size()));
      String counted = new Path(path, "count").toString();
      spark.createDataFrame(count, COUNT).coalesce(1).write().parquet(counted);
      for (int i = 0; i < parts.size(); i++) {
        save((MLWritable) parts.get(i), part(path, i));
      }
    }

    private static void save(MLWritable part, String path) {
      try {
        part.write().save(path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class PartsReader<T extends Params> extends MLReader<T> {
    private final Class<T> type;
    private final Maker<T> maker;

    PartsReader(Class<T> type, Maker<T> maker) {
      this.type = type;
      this.maker = maker;
    }

    @Override
    public T load(String path) {
      SparkSession spark = sparkSession();
      DefaultParamsReader$ params = DefaultParamsReader$.MODULE$;
      DefaultParamsReader.Metadata metadata = params.loadMetadata(path, spark, type.getName());
      List<Row> rows = spark.read().parquet(new Path(path, "data").toString()).collectAsList();
      int count = spark.read().parquet(new Path(path, "count").toString()).first().getInt(0);
      List<Object> parts = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        parts.add(params.<Object>loadParamsInstance(part(path, i), spark));
      }
      T stage = maker.make(metadata.uid(), rows, parts);
      metadata.getAndSetParams(stage, scala.Option.empty());
      return stage;
    }
  }
}
