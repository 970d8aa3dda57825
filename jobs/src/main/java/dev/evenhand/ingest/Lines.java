package dev.evenhand.ingest;

import static dev.evenhand.ingest.Marking.isMarked;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.decode;
import static org.apache.spark.sql.functions.input_file_block_start;
import static org.apache.spark.sql.functions.input_file_name;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.monotonically_increasing_id;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.hadoop.io.compress.SplittableCompressionCodec;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The lines of text files, each with its place.
 *
 * <p>A line's place in its split costs nothing. How many lines stand before the split is counted by
 * a pass of its own, only if it is asked for and a file has more than one split.
 */
record Lines(
    SparkSession reading,
    List<SourceFile> files,
    TextForm form,
    Optional<Broadcast<Roaring64Bitmap>> marks) {
  /** The line, a STRING whose bytes need not be UTF-8. */
  static final String VALUE = "value";

  private static final String URI = "_uri";
  private static final String SPLIT = "_split";
  private static final String EARLIER = "_earlier";
  private static final long POSITION_MASK = (1L << 33) - 1;
  private static final StructType OFFSETS =
      new StructType()
          .add(URI, DataTypes.StringType)
          .add(SPLIT, DataTypes.LongType)
          .add(EARLIER, DataTypes.LongType);

  /**
   * VALUE, {@code _file}, LINE and PLACE of the rows after the first {@code headerLines} lines of
   * each file; blank lines and comments are none, nor are lines that marks leave out.
   *
   * <p>A place is the number of the split and the place in it, in a session of {@link Reading} the
   * same at each reading of the same files. Files of different columns are read apart and may share
   * places: a mark then stands for two rows, which costs a look.
   */
  Dataset<Row> rows(int headerLines, Places places) {
    Column isAfterHeader = col(SPLIT).gt(0).or(position().geq(headerLines));
    Column isWanted = isAfterHeader.and(form.isRow(col(VALUE)));
    Column place = Working.PLACE.column();
    Dataset<Row> rows =
        placed()
            .filter(marks.map(each -> isMarked(place, each).and(isWanted)).orElse(isWanted))
            .select(
                col(VALUE), place, col(SPLIT), input_file_name().as(URI), FileNames.ofInput(files));
    return withLine(rows, places).drop(URI, SPLIT, EARLIER);
  }

  /** All lines, with nothing of theirs that unwanted ones would have for no use. */
  private Dataset<Row> placed() {
    String[] paths = files.stream().map(each -> each.path().toString()).toArray(String[]::new);
    Column line = col(VALUE);
    Column text =
        form.isUtf8() ? line : decode(line.cast("binary"), form.encoding().name()).as(VALUE);
    return reading
        .read()
        .text(paths)
        .select(
            text,
            input_file_block_start().as(SPLIT),
            Working.PLACE.as(monotonically_increasing_id()));
  }

  private static Column position() {
    return Working.PLACE.column().bitwiseAND(lit(POSITION_MASK));
  }

  /** A row's place in its split, from 0: in a session of {@link Reading} a split is a partition. */
  static Column positionInSplit() {
    return monotonically_increasing_id().bitwiseAND(lit(POSITION_MASK));
  }

  private Dataset<Row> withLine(Dataset<Row> rows, Places places) {
    String line = Working.LINE.columnName();
    if (files.stream().noneMatch(this::hasSeveralSplits)) {
      return rows.withColumn(line, position().plus(1));
    }
    if (places == Places.IF_CHEAP) {
      return rows.withColumn(line, lit(null).cast(DataTypes.LongType));
    }
    Dataset<Row> offsets = broadcast(reading.createDataFrame(offsets(), OFFSETS));
    return rows.join(offsets, new String[] {URI, SPLIT})
        .withColumn(line, position().plus(col(EARLIER)).plus(1));
  }

  /** A row a split, so few enough for the driver. */
  private List<Row> offsets() {
    List<Row> splits =
        new ArrayList<>(
            placed()
                .withColumn(URI, input_file_name())
                .groupBy(URI, SPLIT)
                .agg(count(lit(1)))
                .collectAsList());
    splits.sort(
        Comparator.<Row, String>comparing(r -> r.getString(0)).thenComparing(r -> r.getLong(1)));
    List<Row> offsets = new ArrayList<>();
    String uri = null;
    long earlier = 0;
    for (Row split : splits) {
      earlier = split.getString(0).equals(uri) ? earlier : 0;
      uri = split.getString(0);
      offsets.add(RowFactory.create(uri, split.getLong(1), earlier));
      earlier += split.getLong(2);
    }
    return offsets;
  }

  private boolean hasSeveralSplits(SourceFile file) {
    Configuration conf = reading.sparkContext().hadoopConfiguration();
    CompressionCodec codec = new CompressionCodecFactory(conf).getCodec(file.path());
    boolean isSplittable = codec == null || codec instanceof SplittableCompressionCodec;
    return isSplittable && file.bytes() > Reading.splitBytes(reading);
  }
}
