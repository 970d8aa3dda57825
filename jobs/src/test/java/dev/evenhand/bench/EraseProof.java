package dev.evenhand.bench;

import static org.apache.spark.sql.functions.bit_xor;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.xxhash64;

import dev.evenhand.base.Quoted;
import dev.evenhand.lake.Catalog;
import dev.evenhand.rights.ShopLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;

/**
 * What an erasure must leave as it was, and what it must not leave; by other means than its own.
 */
record EraseProof(SparkSession spark, Catalog catalog, ShopLake shop, List<Long> ids) {
  /** Tables to which an erasure adds rows of its own. */
  private static final Set<String> ITS_OWN = Set.of("govern.erasures", "govern.model_flags");

  private static final String TOKEN = "token";

  /** Number of rows and hash of the content of everybody else's rows, by table. */
  Map<String, String> others() {
    Map<String, String> hashes = new TreeMap<>();
    for (String table : catalog.tables()) {
      if (!ITS_OWN.contains(table)) {
        Dataset<Row> rows = catalog.rows(table);
        Dataset<Row> others = withoutTheirs(table, rows);
        Column hash = xxhash64(hashed(rows));
        Row all = others.agg(count(lit(1)), bit_xor(hash), sum(hash.cast("decimal(38,0)"))).head();
        hashes.put(table, all.toString());
      }
    }
    return hashes;
  }

  /** Maps as JSON: they have no hash. */
  private static Column[] hashed(Dataset<Row> rows) {
    return Arrays.stream(rows.schema().fields()).map(EraseProof::hashed).toArray(Column[]::new);
  }

  private static Column hashed(StructField field) {
    Column column = col(Quoted.name(field.name()));
    return field.dataType() instanceof MapType || field.dataType() instanceof ArrayType
        ? to_json(struct(column))
        : column;
  }

  private Dataset<Row> withoutTheirs(String table, Dataset<Row> rows) {
    if (table.equals("bronze.quarantine")) {
      return rows.filter(org.apache.spark.sql.functions.not(col("line").isin(ids.toArray())));
    }
    List<String> columns = List.of(rows.columns());
    String whose =
        columns.contains("subject_key")
            ? "subject_key"
            : columns.contains("customer_id")
                ? "customer_id"
                : columns.contains("decision_id") ? "split_part(decision_id, '-', -2)" : null;
    return whose == null
        ? rows
        : rows.withColumn(TOKEN, org.apache.spark.sql.functions.expr(whose))
            .join(tokens(), col(TOKEN).equalTo(col("sought")), "left_anti")
            .drop(TOKEN);
  }

  /** Numbers and subject keys of theirs. */
  private Dataset<Row> tokens() {
    return spark.createDataset(sought(), Encoders.STRING()).toDF("sought");
  }

  private List<String> sought() {
    List<String> sought = new ArrayList<>();
    for (long id : ids) {
      sought.addAll(List.of(ShopLake.number(id), shop.key(id), shop.emailKey(id)));
    }
    return sought;
  }

  /** Fails if a number or key of theirs is left: by grep in the bytes, by Spark in the cells. */
  void requireNothingLeft(Path lake, Path work) throws IOException, InterruptedException {
    Path patterns = Files.write(work.resolve("patterns"), sought());
    Process grep =
        new ProcessBuilder("grep", "-rlaF", "-f", patterns.toString(), lake.toString())
            .redirectErrorStream(true)
            .start();
    String found = new String(grep.getInputStream().readAllBytes()).strip();
    if (grep.waitFor() != 1 || !found.isEmpty()) { // 1: nothing matches
      throw new IllegalStateException("left in the bytes of " + found);
    }
    Dataset<Row> theirs = tokens();
    for (String folder : parquetFolders(lake)) {
      Dataset<Row> rows = spark.read().option("pathGlobFilter", "*.parquet").parquet(folder);
      Column text = to_json(struct(col("*")));
      long left =
          rows.select(explode(split(text, "[^A-Za-z0-9]+")).as(TOKEN))
              .join(theirs, col(TOKEN).equalTo(col("sought")), "left_semi")
              .count();
      if (left > 0) {
        throw new IllegalStateException("left in " + left + " cells of " + folder);
      }
    }
  }

  /** Folders with Parquet files, whether a table still knows the files or not. */
  private static List<String> parquetFolders(Path lake) throws IOException {
    Set<String> folders = new HashSet<>();
    try (var files = Files.walk(lake)) {
      files
          .filter(file -> file.toString().endsWith(".parquet"))
          .forEach(file -> folders.add(file.getParent().toString()));
    }
    return folders.stream().sorted().toList();
  }

  /** The data files there are, checkpoints left out. */
  static Set<String> dataFiles(Path lake) throws IOException {
    Set<String> names = new HashSet<>();
    try (var files = Files.walk(lake)) {
      files
          .map(Path::toString)
          .filter(file -> file.endsWith(".parquet") && !file.contains("_delta_log"))
          .forEach(names::add);
    }
    return names;
  }

  static List<Long> ids(LongStream ids) {
    return ids.boxed().toList();
  }
}
