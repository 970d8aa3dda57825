package dev.evenhand.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.job.RowCounts;
import dev.evenhand.lake.table.Identities;
import dev.evenhand.lake.table.Quarantine;
import dev.evenhand.lake.table.SeenFiles;
import dev.evenhand.support.Spark;
import io.delta.tables.DeltaTable;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second day: only what is new is read. */
class NewFilesTest {
  @TempDir Path folder;

  @Test
  void filesAreReadOnceUnlessTheyChange() {
    World world =
        World.in(folder)
            .asOf("2099-01-01T00:00:00Z")
            .file("days/1.csv", "customer,quantity", "1,1", "2,x")
            .sources(
                """
                sales:
                  format: csv
                  path: days
                  schema: customer STRING, quantity INT
                  identifiers: {customer: {as: customer}}
                  load: new-files
                  max_quarantined: 50%
                """);
    assertThat(world.ingest()).isEqualTo(new RowCounts(2, 1, "1 quarantined"));

    world.file("days/2.csv", "customer,quantity", "3,3", "1,4");
    assertThat(world.ingest()).isEqualTo(RowCounts.of(2, 2));
    assertThat(world.ingestAgain()).isEqualTo(RowCounts.of(0, 0));
    assertThat(world.ingest()).isEqualTo(RowCounts.of(0, 0));

    world.file("days/1.csv", "customer,quantity", "1,10", "2,20", "2,30");
    assertThat(world.ingest()).isEqualTo(RowCounts.of(3, 3));

    assertThat(Texts.of(world.bronze("sales"), "_file", "quantity", "run_id"))
        .containsExactly(
            "days/1.csv 10 r4",
            "days/1.csv 20 r4",
            "days/1.csv 30 r4",
            "days/2.csv 3 r2",
            "days/2.csv 4 r2");
    assertThat(
            Texts.of(
                world.table(SeenFiles.CONTRACT),
                "file",
                "bytes",
                "rows_accepted",
                "rows_quarantined"))
        .containsExactly("days/1.csv 33 3 0", "days/2.csv 26 2 0");
    assertThat(Texts.of(world.table(Quarantine.CONTRACT), "run_id", "line"))
        .containsExactly("r1 3");
    assertThat(world.table(Identities.CONTRACT).count()).isEqualTo(3);
  }

  @Test
  void deltaIsReadByVersionAndAsAWholeAfterADelete() {
    World world = World.in(folder).sources("sales: {format: delta, path: table, load: new-files}");
    append(world, 0, 3);
    assertThat(world.ingest()).isEqualTo(RowCounts.of(3, 3));

    append(world, 3, 5);
    append(world, 5, 6);
    assertThat(world.ingest()).isEqualTo(RowCounts.of(3, 3));
    assertThat(world.ingest()).isEqualTo(RowCounts.of(0, 0));
    assertThat(Texts.of(world.bronze("sales"), "id", "_file"))
        .containsExactly(
            "0 table@v0", "1 table@v0", "2 table@v0", "3 table@v2", "4 table@v2", "5 table@v2");

    DeltaTable.forPath(Spark.session(), table(world)).delete("id = 4");
    assertThat(world.ingest()).isEqualTo(RowCounts.of(5, 5));
    assertThat(Texts.of(world.bronze("sales"), "id")).containsExactly("0", "1", "2", "3", "5");
  }

  private static void append(World world, long from, long until) {
    Spark.session()
        .range(from, until)
        .coalesce(1)
        .write()
        .format("delta")
        .mode("append")
        .save(table(world));
  }

  private static String table(World world) {
    return world.folder().resolve("data/table").toString();
  }
}
