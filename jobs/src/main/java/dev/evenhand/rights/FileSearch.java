package dev.evenhand.rights;

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
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Looks through files twice: their bytes as they lie there, and what they hold once unpacked, that
 * is the pages of Parquet files and the content of packed texts.
 */
final class FileSearch implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int CHUNK = 1 << 20;
  private static final byte[] PARQUET = {'P', 'A', 'R', '1'};
  private static final int FILES_A_TASK = 64;
  private static final Set<Encoding> CONTIGUOUS =
      Set.of(Encoding.PLAIN, Encoding.PLAIN_DICTIONARY, Encoding.RLE_DICTIONARY);

  private final Broadcast<SerializableConfiguration> configuration;
  private final Broadcast<ByteSearch> search;

  private FileSearch(
      Broadcast<SerializableConfiguration> configuration, Broadcast<ByteSearch> search) {
    this.configuration = configuration;
    this.search = search;
  }

  /**
   * Searches the files on the cluster.
   *
   * @param files each with its size
   */
  static Found in(SparkSession spark, Map<String, Long> files, ByteSearch search) {
    if (files.isEmpty()) {
      return Found.NOTHING;
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    FileSearch each =
        new FileSearch(
            context.broadcast(new SerializableConfiguration(hadoop)), context.broadcast(search));
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
      each.search.destroy();
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
    Tally tally = new Tally(search.value());
    try (InputStream in = path.getFileSystem(hadoop).open(path)) {
      tally.raw(in);
    } catch (IOException e) {
      return tally.unreadable(file);
    }
    try {
      if (tally.isParquet) {
        pages(path, hadoop, tally);
      } else {
        unpacked(path, hadoop, tally);
      }
    } catch (IOException | RuntimeException e) {
      return tally.unreadable(file);
    }
    return tally.found(file);
  }

  private static void unpacked(Path path, Configuration hadoop, Tally tally) throws IOException {
    CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(path);
    if (codec != null) {
      try (InputStream in = codec.createInputStream(path.getFileSystem(hadoop).open(path))) {
        tally.decoded(in);
      }
    }
  }

  /** Texts lie in pages one after the other, each after its length. */
  private static void pages(Path path, Configuration hadoop, Tally tally) throws IOException {
    try (ParquetFileReader file = ParquetFileReader.open(HadoopInputFile.fromPath(path, hadoop))) {
      List<ColumnDescriptor> columns = file.getFileMetaData().getSchema().getColumns();
      for (PageReadStore group = file.readNextRowGroup();
          group != null;
          group = file.readNextRowGroup()) {
        for (ColumnDescriptor column : columns) {
          if (column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY) {
            pages(group.getPageReader(column), tally);
          }
        }
      }
    }
  }

  private static void pages(PageReader pages, Tally tally) throws IOException {
    DictionaryPage dictionary = pages.readDictionaryPage();
    if (dictionary != null) {
      tally.decoded(dictionary.getBytes().toByteArray());
    }
    for (DataPage page = pages.readPage(); page != null; page = pages.readPage()) {
      if (page instanceof DataPageV1 first) {
        requireContiguous(first.getValueEncoding());
        tally.decoded(first.getBytes().toByteArray());
      } else if (page instanceof DataPageV2 second) {
        requireContiguous(second.getDataEncoding());
        tally.decoded(second.getData().toByteArray());
      }
    }
  }

  private static void requireContiguous(Encoding encoding) throws IOException {
    if (!CONTIGUOUS.contains(encoding)) {
      throw new IOException("texts in encoding " + encoding + " can't be searched");
    }
  }

  /** The count of one file. */
  private static final class Tally {
    private final ByteSearch search;
    private long bytes;
    private long decodedBytes;
    private long hits;
    private boolean isParquet;

    Tally(ByteSearch search) {
      this.search = search;
    }

    void raw(InputStream in) throws IOException {
      bytes = search(in);
    }

    void decoded(InputStream in) throws IOException {
      decodedBytes += search(in);
    }

    void decoded(byte[] page) {
      decodedBytes += page.length;
      hits += search.count(page, page.length, page.length);
    }

    private long search(InputStream in) throws IOException {
      byte[] buffer = new byte[CHUNK + search.longest()];
      int kept = 0;
      long all = 0;
      while (true) {
        int read = in.readNBytes(buffer, kept, buffer.length - kept);
        if (all == 0) {
          isParquet = read >= PARQUET.length && startsWithMagic(buffer);
        }
        all += read;
        int size = kept + read;
        boolean isLast = size < buffer.length;
        int end = isLast ? size : size - search.longest() + 1;
        hits += search.count(buffer, size, end);
        if (isLast) {
          return all;
        }
        kept = size - end;
        System.arraycopy(buffer, end, buffer, 0, kept);
      }
    }

    private static boolean startsWithMagic(byte[] buffer) {
      for (int i = 0; i < PARQUET.length; i++) {
        if (buffer[i] != PARQUET[i]) {
          return false;
        }
      }
      return true;
    }

    Found found(String file) {
      return new Found(
          1, bytes, decodedBytes, hits, hits == 0 ? List.of() : List.of(file), List.of());
    }

    Found unreadable(String file) {
      return new Found(
          1, bytes, decodedBytes, hits, hits == 0 ? List.of() : List.of(file), List.of(file));
    }
  }
}
