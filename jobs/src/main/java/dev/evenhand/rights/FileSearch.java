package dev.evenhand.rights;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.evenhand.rights.Traces.Found;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Looks through files twice: their bytes as they lie there, and what they hold once unpacked, that
 * is the pages of Parquet files and the content of packed texts.
 *
 * <p>Values are looked for where a format holds values: not among the words of a Delta log, of the
 * schema of a Parquet file, or of a saved model ({@link FileKind}, {@link JsonSearch}).
 */
final class FileSearch implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int FILES_A_TASK = 64;
  private static final Set<Encoding> CONTIGUOUS =
      Set.of(Encoding.PLAIN, Encoding.PLAIN_DICTIONARY, Encoding.RLE_DICTIONARY);

  private final Broadcast<SerializableConfiguration> configuration;
  private final Broadcast<Traces> traces;
  private final String root;

  private FileSearch(
      Broadcast<SerializableConfiguration> configuration, Broadcast<Traces> traces, String root) {
    this.configuration = configuration;
    this.traces = traces;
    this.root = root;
  }

  /**
   * Searches the files on the cluster.
   *
   * @param root of the lake
   * @param files each with its size
   */
  static Found in(SparkSession spark, String root, Map<String, Long> files, Traces traces) {
    if (files.isEmpty()) {
      return Found.NOTHING;
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    FileSearch each =
        new FileSearch(
            context.broadcast(new SerializableConfiguration(hadoop)),
            context.broadcast(traces),
            root);
    List<String> largestFirst =
        files.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .map(Map.Entry::getKey)
            .toList();
    int tasks = Math.max(spark.sparkContext().defaultParallelism(), files.size() / FILES_A_TASK);
    try {
      return context
          .parallelize(spread(largestFirst, tasks), tasks)
          .map(each::of)
          .fold(Found.NOTHING, Found::and);
    } finally {
      each.traces.destroy();
      each.configuration.destroy();
    }
  }

  /** So that neighbours, which one task gets, are not all large. */
  private static List<String> spread(List<String> files, int tasks) {
    List<String> spread = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      for (int i = task; i < files.size(); i += tasks) {
        spread.add(files.get(i));
      }
    }
    return spread;
  }

  private Found of(String file) {
    Path path = new Path(file);
    Configuration hadoop = configuration.value().value();
    FileKind kind = FileKind.of(root, file);
    FileTally tally = new FileTally(traces.value());
    try (InputStream in = path.getFileSystem(hadoop).open(path)) {
      tally.raw(in, kind.isJson());
    } catch (IOException e) {
      return tally.unreadable(file);
    }
    try {
      if (tally.isParquet()) {
        pages(path, hadoop, kind, tally);
      } else if (kind.isJson()) {
        documents(path, hadoop, kind, tally);
      } else {
        unpacked(path, hadoop, tally);
      }
    } catch (IOException | RuntimeException e) {
      return tally.unreadable(file);
    }
    return tally.found(file);
  }

  private static void unpacked(Path path, Configuration hadoop, FileTally tally)
      throws IOException {
    CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(path);
    if (codec != null) {
      try (InputStream in = codec.createInputStream(path.getFileSystem(hadoop).open(path))) {
        tally.decoded(in);
      }
    }
  }

  /** What turns out to be no JSON has no words of its own. */
  private static void documents(Path path, Configuration hadoop, FileKind kind, FileTally tally)
      throws IOException {
    try (InputStream in = path.getFileSystem(hadoop).open(path)) {
      tally.add(new JsonSearch(kind, tally.traces()).in(in));
    } catch (JsonProcessingException e) {
      try (InputStream in = path.getFileSystem(hadoop).open(path)) {
        tally.values(in);
      }
      unpacked(path, hadoop, tally);
    }
  }

  /** Texts lie in pages one after the other, each after its length. */
  private static void pages(Path path, Configuration hadoop, FileKind kind, FileTally tally)
      throws IOException {
    JsonSearch search = new JsonSearch(kind, tally.traces());
    try (ParquetFileReader file = ParquetFileReader.open(HadoopInputFile.fromPath(path, hadoop))) {
      FileMetaData about = file.getFileMetaData();
      about.getKeyValueMetaData().values().forEach(text -> tally.add(search.schema(text)));
      List<ColumnDescriptor> columns = about.getSchema().getColumns();
      for (PageReadStore group = file.readNextRowGroup();
          group != null;
          group = file.readNextRowGroup()) {
        for (ColumnDescriptor column : columns) {
          if (column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY) {
            boolean hasValues = kind.isOfRows() && !ParquetCells.isName(column, kind);
            pages(
                group.getPageReader(column),
                hasValues ? tally.traces().all() : tally.traces().keys(),
                tally);
          }
        }
      }
    }
    if (!kind.isOfRows()) {
      tally.add(new ParquetCells(path, hadoop, search).count());
    }
  }

  private static void pages(PageReader pages, ByteSearch search, FileTally tally)
      throws IOException {
    DictionaryPage dictionary = pages.readDictionaryPage();
    if (dictionary != null) {
      tally.decoded(dictionary.getBytes().toByteArray(), search);
    }
    for (DataPage page = pages.readPage(); page != null; page = pages.readPage()) {
      if (page instanceof DataPageV1 first) {
        requireContiguous(first.getValueEncoding());
        tally.decoded(first.getBytes().toByteArray(), search);
      } else if (page instanceof DataPageV2 second) {
        requireContiguous(second.getDataEncoding());
        tally.decoded(second.getData().toByteArray(), search);
      }
    }
  }

  private static void requireContiguous(Encoding encoding) throws IOException {
    if (!CONTIGUOUS.contains(encoding)) {
      throw new IOException("texts in encoding " + encoding + " can't be searched");
    }
  }
}
