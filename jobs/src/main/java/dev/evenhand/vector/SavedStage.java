package dev.evenhand.vector;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * A stage that another model's folder holds already: it is copied there instead of being written
 * anew, which costs several Spark jobs a stage. What is saved is the stage itself.
 */
public final class SavedStage extends Transformer implements MLWritable {
  private static final long serialVersionUID = 1L;

  private final Transformer stage;
  private final String folder;

  /**
   * @param folder where the stage was saved
   */
  public SavedStage(Transformer stage, String folder) {
    this.stage = stage;
    this.folder = folder;
  }

  @Override
  public String uid() {
    return stage.uid();
  }

  @Override
  public Dataset<Row> transform(Dataset<?> rows) {
    return stage.transform(rows);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return stage.transformSchema(schema);
  }

  @Override
  public SavedStage copy(ParamMap extra) {
    return new SavedStage(stage.copy(extra), folder);
  }

  @Override
  public MLWriter write() {
    return new MLWriter() {
      @Override
      public void saveImpl(String path) {
        Configuration configuration = sparkSession().sparkContext().hadoopConfiguration();
        Path from = new Path(folder);
        try {
          FileSystem files = from.getFileSystem(configuration);
          FileUtil.copy(files, from, files, new Path(path), false, configuration);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }
}
