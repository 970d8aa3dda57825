package dev.evenhand.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.base.DataProblem;
import dev.evenhand.lake.table.Tables;
import dev.evenhand.support.Spark;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class LakeTest {
  private static final Field NAME = Field.required("name", StringType, "who");
  private static final Field SHARE = Field.optional("share", DoubleType, "how much, in [0, 1]");
  private static final TableContract TABLE =
      TableContract.of("gold.shares", "Shares", Scope.RUN, NAME, SHARE)
          .check("share_is_a_share", "share IS NULL OR share BETWEEN 0 AND 1");
  private static final RunScope FIRST = new RunScope("demo", "r1");
  private static final RunScope SECOND = new RunScope("demo", "r2");
  private static final RunScope OTHER = new RunScope("other", "r1");

  private final Lake lake = new Lake(Spark.session(), Spark.temporary("lake").toString());

  @Test
  void aRunReplacesItsOwnRowsAndNobodyElses() {
    lake.replaceRun(TABLE, rows("a", "b"), FIRST);
    lake.replaceRun(TABLE, rows("c"), SECOND);
    lake.replaceRun(TABLE, rows("d"), OTHER);
    lake.replaceRun(TABLE, rows("a"), FIRST);
    assertThat(names(lake.readRun(TABLE, FIRST))).containsExactly("a");
    assertThat(names(lake.readPipeline(TABLE, "demo"))).containsExactly("a", "c");
    assertThat(names(lake.read(TABLE))).containsExactly("a", "c", "d");
  }

  @Test
  void aTableHasItsContractsCommentsNullsAndChecks() {
    lake.replaceRun(TABLE, rows("a"), FIRST);
    StructType schema = Spark.session().read().format("delta").load(lake.place(TABLE)).schema();
    assertThat(schema.fieldNames()).containsExactly("pipeline", "run_id", "name", "share");
    assertThat(schema.apply("name").getComment().get()).isEqualTo("who");
    Row detail = Spark.session().sql("DESCRIBE DETAIL delta.`" + lake.place(TABLE) + "`").head();
    assertThat(detail.<String>getList(detail.fieldIndex("partitionColumns")))
        .containsExactly("pipeline", "run_id");
    assertThat(detail.getJavaMap(detail.fieldIndex("properties")).toString())
        .contains("delta.constraints.share_is_a_share");
  }

  @Test
  void aRowThatBreaksACheckIsRefusedAndNothingIsWritten() {
    lake.replaceRun(TABLE, rows("a"), FIRST);
    Dataset<Row> bad = rows("b").withColumn("share", org.apache.spark.sql.functions.lit(2.0));
    assertThatThrownBy(() -> lake.replaceRun(TABLE, bad, FIRST))
        .hasMessageContaining("share_is_a_share");
    assertThat(names(lake.read(TABLE))).containsExactly("a");
  }

  @Test
  void aNullInARequiredColumnIsRefused() {
    StructType nullable =
        new StructType(new StructField[] {Field.optional("name", StringType, "who").structField()});
    Dataset<Row> bad =
        Spark.session().createDataFrame(List.of(RowFactory.create((Object) null)), nullable);
    assertThatThrownBy(() -> lake.replaceRun(TABLE, bad, FIRST)).hasMessageContaining("name");
  }

  @Test
  void aTableOfAnOlderContractGetsItsNewColumnsAndKeepsItsRows() {
    lake.replaceRun(TABLE, rows("a"), FIRST);
    Lake later = new Lake(Spark.session(), lake.files().root());
    TableContract next = version(2, NAME, SHARE, Field.optional("note", StringType, "it's new"));
    later.replaceRun(next, rows("b"), SECOND);
    assertThat(names(later.read(next))).containsExactly("a", "b");
    assertThat(later.read(next).filter("note IS NULL").count()).isEqualTo(2);
  }

  @Test
  void aTableOfANewerContractIsRefusedInOneLine() {
    lake.replaceRun(version(2, NAME, SHARE), rows("a"), FIRST);
    Lake earlier = new Lake(Spark.session(), lake.files().root());
    assertThatThrownBy(() -> earlier.read(TABLE))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("gold.shares has contract version 2, this release knows 1");
  }

  @Test
  void aNewRequiredColumnIsRefusedInOneLine() {
    lake.replaceRun(TABLE, rows("a"), FIRST);
    Lake later = new Lake(Spark.session(), lake.files().root());
    TableContract next = version(2, NAME, SHARE, Field.required("why", StringType, "reason"));
    assertThatThrownBy(() -> later.read(next))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("requires column why");
  }

  private static TableContract version(int version, Field... fields) {
    return new TableContract(
        TABLE.name(),
        TABLE.comment(),
        Scope.RUN,
        List.of(fields),
        List.of(),
        TABLE.checks(),
        0,
        version);
  }

  @Test
  void aMissingTableIsSaidInOneLine() {
    assertThatThrownBy(() -> lake.read(TABLE))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("gold.shares does not exist");
    assertThat(lake.readRun(TABLE, FIRST).count()).isZero();
  }

  @Test
  void aTableWhoseMakingWasKilledIsMadeAnew() throws Exception {
    Path log = Files.createDirectories(Path.of(new URI(lake.place(TABLE) + "/_delta_log")));
    Files.writeString(log.resolve(".00000000000000000000.json.0a1b.tmp"), "{\"comm");
    assertThat(lake.readPipeline(TABLE, "demo").count()).isZero();
    assertThatThrownBy(() -> lake.read(TABLE)).hasMessageContaining("does not exist");
    lake.replaceRun(TABLE, rows("a"), FIRST);
    assertThat(names(lake.read(TABLE))).containsExactly("a");
  }

  @Test
  void manyMayMakeOneTableAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Void>> writers =
          IntStream.range(0, 8)
              .mapToObj(
                  i ->
                      (Callable<Void>)
                          () -> {
                            new Lake(Spark.session(), lake.files().root())
                                .append(TABLE, rows("w" + i), new RunScope("p" + i, "r1"));
                            return null;
                          })
              .toList();
      for (Future<Void> writer : threads.invokeAll(writers)) {
        writer.get();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(names(lake.read(TABLE)))
        .containsExactly("w0", "w1", "w2", "w3", "w4", "w5", "w6", "w7");
  }

  @Test
  void versionsReadAndWrittenAreKeptOnce() {
    lake.replaceRun(TABLE, rows("a"), FIRST);
    lake.read(TABLE).count();
    Lake.Versions versions = lake.takeVersions();
    assertThat(versions.written()).containsEntry("gold.shares", 1L);
    assertThat(versions.read()).containsEntry("gold.shares", 1L);
    assertThat(lake.takeVersions().read()).isEmpty();
  }

  @Test
  void everyContractOfTheProjectCanBeCreated() {
    for (TableContract contract : Tables.ALL) {
      TableCreation.create(Spark.session(), contract, lake.place(contract));
      StructType onDisk =
          Spark.session().read().format("delta").load(lake.place(contract)).schema();
      assertThat(onDisk.fieldNames())
          .as(contract.name())
          .containsExactly(contract.schema().fieldNames());
    }
  }

  private static Dataset<Row> rows(String... names) {
    List<Row> rows = Arrays.stream(names).map(name -> RowFactory.create(name, 0.5)).toList();
    return Spark.session()
        .createDataFrame(
            rows, new StructType(new StructField[] {NAME.structField(), SHARE.structField()}));
  }

  private static List<String> names(Dataset<Row> rows) {
    return rows.orderBy("name").select(col("name")).as(Encoders.STRING()).collectAsList();
  }
}
