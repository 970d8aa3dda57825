package dev.evenhand.bench;

import dev.evenhand.lake.Catalog;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.Lease;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.rights.Erasure;
import dev.evenhand.rights.ShopLake;
import dev.evenhand.support.FixedKeys;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Forgets 10 neighbours and then 1,000 from everywhere of many customers of a lake with several
 * versions of every table, and compares the time with that of the plain way: every table written
 * anew without them, and nothing verified. All others' rows must keep their content, and {@link
 * EraseProof} must find nothing left. {@code scripts/bench erase [customers]}, a million by
 * default.
 */
public final class EraseBench {
  private static final double NANOS = 1e9;

  private EraseBench() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    long customers = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1_000_000;
    Path work = Path.of(arguments[0]);
    delete(work);
    Files.createDirectories(work);
    SparkSession spark = session(work);
    Keys keys = FixedKeys.in(work);
    Lake lake = new Lake(spark, work.resolve("lake").toString());
    double writing = seconds(() -> ShopLake.write(spark, lake, keys, customers, 8));
    ShopLake shop = ShopLake.of(spark, lake, keys, customers, 8);
    System.out.printf(
        Locale.ROOT,
        "lake of %,d customers: %,.0f MB in %,d files, written in %.0f s%n",
        customers,
        lake.files().files(lake.files().root()).values().stream().mapToLong(size -> size).sum()
            / 1e6,
        lake.files().files(lake.files().root()).size(),
        writing);
    double ten = erase(spark, lake, keys, shop, EraseProof.ids(LongStream.range(10, 20)));
    double thousand = erase(spark, lake, keys, shop, spread(customers, 0));
    double plain = seconds(() -> rewrite(spark, lake, shop, spread(customers, 1)));
    System.out.printf(
        Locale.ROOT,
        "10 subjects %.1f s, 1,000 subjects %.1f s, plain rewrite %.1f s%n",
        ten,
        thousand,
        plain);
    System.out.printf(
        Locale.ROOT, "time of 1,000 subjects / time of 10 subjects %.2f%n", thousand / ten);
    System.out.printf(Locale.ROOT, "ratio erase %.2f%n", thousand / plain);
    spark.stop();
  }

  /** A thousand customers from everywhere, so that their rows lie in nearly every file. */
  private static List<Long> spread(long customers, long from) {
    return EraseProof.ids(LongStream.range(0, 1_000).map(i -> i * (customers / 1_000) + from));
  }

  private static double erase(
      SparkSession spark, Lake lake, Keys keys, ShopLake shop, List<Long> ids)
      throws IOException, InterruptedException {
    List<String> subjects = ids.stream().map(shop::key).toList();
    Path root = Path.of(URI.create(lake.files().root()).getPath());
    EraseProof proof = new EraseProof(spark, Catalog.of(spark, lake), shop, ids);
    Map<String, String> others = proof.others();
    Catalog catalog = Catalog.of(spark, lake);
    long held =
        catalog.tables().stream().mapToLong(table -> catalog.rows(table).inputFiles().length).sum();
    Set<String> before = EraseProof.dataFiles(root);
    System.out.printf(Locale.ROOT, "erasing %,d subjects%n", subjects.size());
    Erasure erasure = new Erasure(spark, lake, keys, Clock.systemUTC(), System.out::println);
    double[] rows = new double[1];
    double seconds =
        seconds(
            () -> {
              try (Lease lease = erasure.lease(Duration.ZERO)) {
                Erasure.Report report =
                    erasure.run(
                        subjects,
                        new Erasure.Options(Duration.ZERO, Set.of("shop"), Optional.empty()));
                if (!report.isClean()) {
                  throw new IllegalStateException("left in " + report.places());
                }
                rows[0] = report.rows().values().stream().mapToLong(n -> n).sum();
              }
            });
    Set<String> kept = EraseProof.dataFiles(root);
    kept.retainAll(before);
    System.out.printf(
        Locale.ROOT,
        "  %,.0f rows in %.1f s; touched %,d of %,d files of present versions%n",
        rows[0],
        seconds,
        held - kept.size(),
        held);
    if (!others.equals(proof.others())) {
      throw new IllegalStateException("rows of others changed");
    }
    proof.requireNothingLeft(root, root.getParent());
    System.out.println("  rows of others are as they were, and nothing is left by grep and Spark");
    return seconds;
  }

  /** What one would do without MERGE: read every table, leave out the subjects, write it. */
  private static void rewrite(SparkSession spark, Lake lake, ShopLake shop, List<Long> ids) {
    Catalog catalog = Catalog.of(spark, lake);
    String keys =
        ids.stream().map(id -> "'" + shop.key(id) + "'").collect(Collectors.joining(", "));
    String numbers =
        ids.stream().map(id -> "'" + ShopLake.number(id) + "'").collect(Collectors.joining(", "));
    for (String table : catalog.tables()) {
      Dataset<Row> rows = catalog.rows(table);
      List<String> columns = List.of(rows.columns());
      String others =
          columns.contains("subject_key")
              ? "subject_key NOT IN (" + keys + ")"
              : columns.contains("customer_id")
                  ? "customer_id NOT IN (" + keys + ")"
                  : columns.contains("decision_id")
                      ? "split_part(decision_id, '-', -2) NOT IN (" + numbers + ")"
                      : "true";
      rows.filter(others).write().format("delta").mode("overwrite").save(catalog.place(table));
    }
  }

  private static SparkSession session(Path work) {
    return SparkSession.builder()
        .master("local[2]")
        .appName("bench erase")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "8")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.databricks.delta.snapshotPartitions", "1")
        .config("spark.local.dir", work.resolve("spark").toString())
        .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
        .config(
            "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
        .getOrCreate();
  }

  private static double seconds(Runnable work) {
    long begun = System.nanoTime();
    work.run();
    return (System.nanoTime() - begun) / NANOS;
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var files = Files.walk(folder)) {
        for (Path file :
            new TreeMap<>(files.collect(Collectors.toMap(f -> f, f -> f)))
                .descendingMap()
                .values()) {
          Files.delete(file);
        }
      }
    }
  }
}
