package dev.evenhand.rights;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.lake.Lake;
import dev.evenhand.lake.Lease;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.table.Identities;
import dev.evenhand.lake.table.SubjectBucket;
import dev.evenhand.lake.table.Subjects;
import dev.evenhand.pseudonym.CanonicalForm;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.pseudonym.Pseudonyms;
import dev.evenhand.support.FixedKeys;
import dev.evenhand.support.Spark;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** Customers 1 and 2 of 9 are forgotten, while somebody reads the version that has all 9. */
class ErasureGraceTest {
  private static final SparkSession SPARK = Spark.session();
  private static final Path HOME = Spark.temporary("erasure-grace");
  private static final Lake LAKE = new Lake(SPARK, HOME.resolve("lake").toString());
  private static final Duration GRACE = Duration.ofSeconds(6);

  @Test
  void aReaderOfAnOlderVersionGoesOnUntilTheGraceIsOverAndThenFails() {
    Keys keys = FixedKeys.in(HOME);
    write(new Pseudonyms(keys));
    Dataset<Row> reader =
        SPARK
            .read()
            .format("delta")
            .option("versionAsOf", LAKE.version(Subjects.CONTRACT))
            .load(LAKE.place(Subjects.CONTRACT))
            .select("subject_key");
    List<String> all = keysRead(reader);
    assertThat(all).hasSize(9);

    List<List<String>> during = new ArrayList<>();
    Erasure erasure =
        new Erasure(
            SPARK,
            LAKE,
            keys,
            Clock.systemUTC(),
            said -> {
              if (said.contains("waiting")) { // the rows are deleted, and the grace has begun
                during.add(keysRead(reader));
                during.add(
                    keysRead(SPARK.read().format("delta").load(LAKE.place(Subjects.CONTRACT))));
              }
            });
    List<String> erased =
        IntStream.of(1, 2)
            .mapToObj(id -> keys.keyset().pseudonym("customer", String.valueOf(id)))
            .toList();
    try (Lease lease = erasure.lease(Duration.ZERO)) {
      assertThat(
              erasure.run(erased, new Erasure.Options(GRACE, Set.of(), Optional.empty())).isClean())
          .isTrue();
    }

    List<String> others = new ArrayList<>(all);
    others.removeAll(erased);
    assertThat(during).as("who reads on, and who begins to read").containsExactly(all, others);
    assertThatThrownBy(() -> keysRead(reader)).isInstanceOf(SparkException.class);
    assertThat(keysRead(SPARK.read().format("delta").load(LAKE.place(Subjects.CONTRACT))))
        .isEqualTo(others);
  }

  private static List<String> keysRead(Dataset<Row> rows) {
    return rows.select("subject_key").collectAsList().stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }

  private static void write(Pseudonyms pseudonyms) {
    RunScope run = new RunScope("shop", "r20260301T000000000");
    Dataset<Row> identities =
        SPARK
            .range(1, 10)
            .selectExpr("string(id) AS number")
            .select(
                lit("customer").as("namespace"),
                pseudonyms.identity(col("number"), "customer", CanonicalForm.DIGITS).as("identity"),
                pseudonyms
                    .pseudonym(col("number"), "customer", CanonicalForm.DIGITS)
                    .as("subject_key"),
                lit(1).as("key_version"));
    LAKE.replacePipeline(Identities.CONTRACT, identities, run);
    LAKE.replacePipeline(
        Subjects.CONTRACT,
        identities.select(
            col("subject_key"),
            SubjectBucket.of(col("subject_key")).as("subject_bucket"),
            expr("timestamp'1970-01-01'").as("valid_from"),
            expr("map('age', 30D)").as("numbers"),
            expr("map('segment', 'gold')").as("categories")),
        run);
  }
}
