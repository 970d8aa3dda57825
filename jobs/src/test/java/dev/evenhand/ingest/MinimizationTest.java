package dev.evenhand.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.job.RowCounts;
import dev.evenhand.lake.table.Figures;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns that nothing uses stay in their source. */
class MinimizationTest {
  private static final String SALES =
      """
      sales:
        format: csv
        path: sales.csv
        identifiers: {customer: {as: customer}}
        checks: {quantity: quantity >= 0}
        schema: customer STRING, quantity INT, day DATE, label DOUBLE, street STRING, `a.b` STRING, shop STRING, note STRING
      shops:
        format: csv
        path: shops.csv
        schema: shop STRING, town STRING, phone STRING
      """;

  @TempDir Path folder;

  private World world() {
    return World.in(folder)
        .file(
            "sales.csv",
            "customer,quantity,day,label,street,a.b,shop,note",
            "c1,1,2026-01-01,1,Elm Lane 4,x,s1,secretnote")
        .file("shops.csv", "shop,town,phone", "s1,Ulm,555")
        .sources(SALES)
        .minimized();
  }

  private static List<String> own(World world, String source) {
    return Stream.of(world.bronze(source).columns())
        .filter(column -> !column.startsWith("_"))
        .filter(column -> !List.of("pipeline", "run_id").contains(column))
        .toList();
  }

  @Test
  void conditionsJoinsSubqueriesAndCommonTablesAreUses() throws Exception {
    World world =
        world()
            .decisions(
                "WITH s AS (SELECT * FROM sales) SELECT customer AS decision_id, customer AS subject_key,"
                    + " day AS decided_at, label, upper(`a.b`) AS channel FROM s WHERE shop IN"
                    + " (SELECT shop FROM shops WHERE town = 'Ulm')");

    RowCounts counts = world.ingest();

    assertThat(own(world, "sales"))
        .containsExactly("customer", "quantity", "day", "label", "a.b", "shop");
    assertThat(own(world, "shops")).containsExactly("shop", "town");
    assertThat(counts.note())
        .contains("columns of sales that nothing uses stay there: street, note")
        .contains("columns of shops that nothing uses stay there: phone");
    assertThat(world.table(Figures.QUALITY).filter("metric = 'column_not_landed'").collectAsList())
        .extracting(row -> row.getAs("dataset") + "." + row.getAs("group_value"))
        .containsExactlyInAnyOrder("sales.street", "sales.note", "shops.phone");
    try (Stream<Path> files = Files.walk(world.lakeFolder())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .doesNotContain("secretnote", "Elm Lane");
      }
    }
  }

  @Test
  void windowsAggregatesAndUnionsAreFollowedColumnByColumn() {
    World world =
        world()
            .decisions(
                "SELECT decision_id, subject_key, decided_at, label FROM (SELECT customer AS"
                    + " decision_id, customer AS subject_key, day AS decided_at, label, street,"
                    + " row_number() OVER (PARTITION BY `a.b` ORDER BY note) AS n FROM sales UNION"
                    + " ALL SELECT town, town, CAST(NULL AS DATE), max(1D), '', 1 FROM shops GROUP"
                    + " BY town) WHERE n = 1");
    world.ingest();

    assertThat(own(world, "sales"))
        .as("n, and so a.b and note, decide about rows; street does not")
        .containsExactly("customer", "quantity", "day", "label", "a.b", "note");
    assertThat(own(world, "shops")).containsExactly("town");
  }

  @Test
  void allLandIfTheFileSaysWhy() {
    World all = World.in(folder.resolve("all")).file("shops.csv", "shop,town", "s1,Ulm");
    all.sources("shops: {format: csv, path: shops.csv, schema: 'shop STRING, town STRING'}")
        .ingest();

    assertThat(own(all, "shops")).containsExactly("shop", "town");
  }
}
