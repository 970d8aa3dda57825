package dev.evenhand.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.job.RowCounts;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.Quarantine;
import dev.evenhand.support.Spark;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvIngestTest {
  private static final String SCHEMA =
      "customer STRING NOT NULL, quantity INT, amount DECIMAL(10,2), at TIMESTAMP NOT NULL, note"
          + " STRING, weight DOUBLE";
  private static final String HEADER = "customer,quantity,amount,at,note,weight";

  @TempDir Path folder;
  private World world;

  @BeforeEach
  void makeWorld() {
    world = World.in(folder);
  }

  @Test
  void aLineOfAnyLengthIsReadOrRefused() {
    world
        .file(
            "sales.csv",
            bytes(
                HEADER,
                "12,1,9.99,2026-01-05 14:00:00," + "long ".repeat(10_000) + ",1.5",
                "13,1,9.99,2026-01-05 14:00:00,," + ",".repeat(400),
                "14,1,9.99,2026-01-05 14:00:00,," + ",".repeat(600),
                "15,1,9.99,2026-01-05 14:00:00,," + ",".repeat(30_000),
                "16,1,9.99,2026-01-05 14:00:00,,",
                "17,1,9.99,2026-01-05 14:00:00,\"" + "a, ".repeat(30_000) + "\","))
        .sources(source("max_quarantined: 90%"));

    assertThat(world.ingest()).isEqualTo(new RowCounts(6, 3, "3 quarantined"));
    assertThat(quarantine())
        .containsExactly(
            "3 406 columns instead of 6",
            "4 606 columns instead of 6",
            "5 30006 columns instead of 6");
  }

  @Test
  void everyBadRowIsQuarantinedWithItsLineAndReason() {
    world
        .file(
            "sales.csv",
            bytes(
                HEADER,
                "12,1,9.99,2026-01-05 14:00:00,ok,1.5",
                "",
                "13,x,9.99,2026-01-05 14:00:00,,",
                "14,99999999999,9.99,2026-01-05 14:00:00,,",
                "15,1,99999999999,2026-01-05 14:00:00,,",
                "16,1,9.99,2026-13-45,,",
                "17,1,9.99",
                "18,1,9.99,2026-01-05 14:00:00,,,too,many",
                ",1,9.99,2026-01-05 14:00:00,,",
                "19,1,9.99,,,",
                "20,-1,-5,2026-01-05 14:00:00,,",
                "21,1,9.99,2026-01-05 14:00:00,\u00ff,",
                "C22,1,9.99,2026-01-05 14:00:00,,",
                "23,1,9.99,2026-01-05 14:00:00,,NaN",
                "24.0,,,2026-07-05 14:00:00,\"a, \"\"quoted\"\" note\","))
        .sources(source("max_quarantined: 90%"));

    RowCounts counts = world.ingest();

    assertThat(counts).isEqualTo(new RowCounts(14, 2, "12 quarantined"));
    assertThat(quarantine())
        .containsExactly(
            "4 quantity: not an INT",
            "5 quantity: out of range for INT",
            "6 amount: out of range for DECIMAL(10,2)",
            "7 at: not a TIMESTAMP",
            "8 3 columns instead of 6",
            "9 8 columns instead of 6",
            "10 customer: missing",
            "11 at: missing",
            "12 amount: check amount >= 0 failed; quantity: check quantity >= 0 failed",
            "13 invalid UTF-8",
            "14 customer: not of the form digits",
            "15 weight: not a finite number");
    Row last = world.bronze("sales").orderBy("_ordinal").collectAsList().get(1);
    assertThat(last.<String>getAs("customer"))
        .isEqualTo(world.keys().keyset().pseudonym("customer", "24"));
    assertThat(last.<Object>getAs("quantity")).isNull();
    assertThat(last.<String>getAs("note")).isEqualTo("a, \"quoted\" note");
    assertThat(last.<Timestamp>getAs("at").toInstant())
        .isEqualTo(Instant.parse("2026-07-05T18:00:00Z"));
    assertThat(last.<String>getAs("_file")).isEqualTo("sales.csv");
    assertThat(last.<Long>getAs("_ordinal")).isEqualTo(14);
  }

  @Test
  void filesMayHaveTheirOwnColumnOrderAndNewColumns() {
    world
        .file("days/1.csv.gz", "customer,quantity", "1,10")
        .file("days/2.csv", "\ufeff# exported", "quantity;hue;Customer", "20;red;2")
        .file("days/2.csv", "\ufeff# exported", "quantity,hue,Customer", "20,red,2")
        .file("days/_skip.csv", "nothing")
        .sources(
            """
            sales:
              format: csv
              path: days
              options: {sep: ',', comment: '#'}
              schema: customer STRING, quantity INT
            """);

    RowCounts counts = world.ingest();

    assertThat(counts).isEqualTo(new RowCounts(2, 2, "ignored new columns of sales: hue"));
    assertThat(texts(world.bronze("sales"), "_file", "_ordinal", "customer", "quantity"))
        .containsExactly("days/1.csv.gz 0 1 10", "days/2.csv 0 2 20");
    assertThat(texts(world.table(Figures.QUALITY), "dataset", "metric", "statistic", "group_value"))
        .contains("sales new_column value hue");
  }

  @Test
  void withoutASchemaEveryColumnIsAString() {
    world
        .file("my sales+1%.csv", "Customer ID;emp.rate;", "007;1.5;x")
        .sources("sales: {format: csv, path: my sales+1%.csv, options: {sep: ;}}");

    world.ingest();

    assertThat(texts(world.bronze("sales"), "_file", "`Customer_ID`", "`emp.rate`", "_c2"))
        .containsExactly("my sales+1%.csv 007 1.5 x");
  }

  @Test
  void quotedLineEndsAreReadWithMultiLine() {
    world
        .file("sales.csv", "customer,quantity", "\"a", "b\",1", "c,x", "d")
        .sources(
            """
            sales:
              format: csv
              path: sales.csv
              options: {multiLine: true}
              schema: customer STRING, quantity INT
              max_quarantined: 90%
            """);

    world.ingest();

    assertThat(texts(world.bronze("sales"), "_ordinal", "customer")).containsExactly("0 a\nb");
    assertThat(quarantine()).containsExactly("2 quantity: not an INT", "3 1 column instead of 2");
  }

  @Test
  void placesAreExactInFilesOfManySplits() {
    List<String> lines = new ArrayList<>(List.of("customer,quantity"));
    IntStream.range(0, 400).forEach(i -> lines.add("c" + i + "," + (i % 100 == 50 ? "x" : i)));
    world
        .file("sales.csv", lines.toArray(String[]::new))
        .decisions("SELECT _ordinal AS decision_id FROM sales")
        .sources(
            """
            sales:
              format: csv
              path: sales.csv
              schema: customer STRING, quantity INT
            """);
    Spark.session().conf().set("spark.sql.files.maxPartitionBytes", "1000");
    try {
      assertThat(world.ingest()).isEqualTo(new RowCounts(400, 396, "4 quarantined"));
    } finally {
      Spark.session().conf().unset("spark.sql.files.maxPartitionBytes");
    }

    assertThat(world.bronze("sales").filter("_ordinal <> quantity").count()).isZero();
    assertThat(world.bronze("sales").filter("_ordinal = quantity").count()).isEqualTo(396);
    assertThat(texts(world.table(Quarantine.CONTRACT), "line"))
        .containsExactly("152", "252", "352", "52");
  }

  @Test
  void aSecondLookFindsTheSameRowsInOneSplitAndInMany() {
    List<String> lines = new ArrayList<>(List.of("customer,quantity"));
    IntStream.range(0, 400)
        .forEach(i -> lines.add(i % 90 + "," + (i < 60 || i % 70 == 0 ? "x" : i)));
    lines.add(200, "");
    World inOne = World.in(folder.resolve("one"));
    World inMany = World.in(folder.resolve("many"));
    for (World each : List.of(inOne, inMany)) {
      each.file("sales.csv", lines.toArray(String[]::new))
          .sources(
              """
              sales:
                format: csv
                path: sales.csv
                identifiers: {customer: {as: customer}}
                schema: customer STRING, quantity INT
                max_quarantined: 90%
              """);
    }

    RowCounts counts = inOne.ingest();
    Spark.session().conf().set("spark.sql.files.maxPartitionBytes", "1000");
    try {
      assertThat(inMany.ingest()).isEqualTo(counts);
    } finally {
      Spark.session().conf().unset("spark.sql.files.maxPartitionBytes");
    }

    assertThat(counts).isEqualTo(new RowCounts(400, 335, "65 quarantined"));
    assertThat(texts(inMany.table(Quarantine.CONTRACT), "line", "reason"))
        .isEqualTo(texts(inOne.table(Quarantine.CONTRACT), "line", "reason"))
        .hasSize(65)
        .contains("2 quantity: not an INT", "72 quantity: not an INT", "353 quantity: not an INT");
    // The first rows of customers 0 to 59 were refused, later ones were not.
    assertThat(inOne.customers())
        .isEqualTo(inMany.customers())
        .containsExactlyElementsOf(
            IntStream.range(0, 90).mapToObj(String::valueOf).sorted().toList());
  }

  private static List<String> texts(Dataset<Row> rows, String... columns) {
    return Texts.of(rows, columns);
  }

  private List<String> quarantine() {
    return world.table(Quarantine.CONTRACT).orderBy("file", "line").collectAsList().stream()
        .map(row -> row.getAs("line") + " " + row.getAs("reason"))
        .toList();
  }

  private static String source(String more) {
    return """
    sales:
      format: csv
      path: sales.csv
      timezone: America/New_York
      identifiers: {customer: {as: customer, normalize: digits}}
      schema: %s
      checks: {amount: amount >= 0, quantity: quantity >= 0}
      %s
    """
        .formatted(SCHEMA, more);
  }

  /** UTF-8 lines, but each ÿ a byte that is none. */
  private static byte[] bytes(String... lines) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String line : lines) {
      for (byte value : line.getBytes(StandardCharsets.ISO_8859_1)) {
        out.write(value);
      }
      out.write('\n');
    }
    return out.toByteArray();
  }
}
