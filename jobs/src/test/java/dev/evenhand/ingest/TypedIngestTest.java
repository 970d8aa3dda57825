package dev.evenhand.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.base.DataProblem;
import dev.evenhand.job.RowCounts;
import dev.evenhand.lake.table.Quarantine;
import dev.evenhand.support.Spark;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TypedIngestTest {
  @TempDir Path folder;
  private World world;

  @BeforeEach
  void makeWorld() {
    world = World.in(folder);
  }

  @Test
  void jsonLinesAreReadByTheirKeys() {
    world
        .file(
            "sales.json",
            "{\"customer\": 17850, \"quantity\": 2, \"at\": \"2026-01-05 12:00:00\", \"hue\": 1}",
            "{\"quantity\": 3}",
            "",
            "{\"customer\": \"17850.0\", \"quantity\": \"many\"}",
            "{\"customer\": \"1\", \"quantity\": 99999999999}",
            "{\"customer\": \"1\", ",
            "[{\"customer\": \"1\"}]",
            "{\"customer\": \"x\"}")
        .sources(
            """
            sales:
              format: json
              path: sales.json
              timezone: Europe/Berlin
              identifiers: {customer: {as: customer, normalize: digits}}
              schema: customer STRING, quantity INT, at TIMESTAMP
              max_quarantined: 90%
            """);

    assertThat(world.ingest())
        .isEqualTo(new RowCounts(7, 2, "5 quarantined; ignored new columns of sales: hue"));

    String customer = world.keys().keyset().pseudonym("customer", "17850");
    assertThat(Texts.of(world.bronze("sales"), "_ordinal", "customer", "quantity", "at"))
        .containsExactly("0 " + customer + " 2 2026-01-05 11:00:00.0", "1 null 3 null");
    assertThat(Texts.of(world.table(Quarantine.CONTRACT), "line", "reason"))
        .containsExactly(
            "4 quantity: not an INT",
            "5 quantity: out of range for INT",
            "6 not a JSON object",
            "7 not a JSON object",
            "8 customer: not of the form digits");
  }

  @Test
  void parquetFilesAreCheckedRowByRow() {
    Spark.session()
        .sql(
            "SELECT * FROM VALUES (17850, 12.5BD, TIMESTAMP_NTZ '2026-07-01 12:00:00', 1D),"
                + " (1, 123456.5BD, NULL, 2D), (NULL, 1.0BD, NULL, 3D), (2, NULL, NULL,"
                + " double('NaN')) AS t(customer, amount, at, weight)")
        .coalesce(1)
        .write()
        .parquet(world.folder().resolve("data/sales").toString());
    world.sources(
        """
        sales:
          format: parquet
          path: sales
          timezone: America/New_York
          identifiers: {customer: {as: customer, normalize: digits}}
          schema: customer STRING NOT NULL, amount DECIMAL(5,2), at TIMESTAMP, weight DOUBLE
          max_quarantined: 90%
        """);

    assertThat(world.ingest()).isEqualTo(new RowCounts(4, 1, "3 quarantined"));

    String customer = world.keys().keyset().pseudonym("customer", "17850");
    assertThat(Texts.of(world.bronze("sales"), "_ordinal", "customer", "amount", "at"))
        .containsExactly("0 " + customer + " 12.50 2026-07-01 16:00:00.0");
    assertThat(Texts.of(world.table(Quarantine.CONTRACT), "line", "reason"))
        .containsExactly(
            "2 amount: out of range for DECIMAL(5,2)",
            "3 customer: missing",
            "4 weight: not a finite number");
  }

  @Test
  void aRetypedOrMissingColumnStopsTheLoad() {
    Spark.session()
        .sql("SELECT '1' AS quantity")
        .write()
        .parquet(world.folder().resolve("data/sales").toString());

    assertRefused("quantity INT", "is STRING, but the schema says INT. Correct schema");
    assertRefused("quantity STRING, amount INT", "has no column amount; it has quantity.");
  }

  @Test
  void aFileThatIsNoParquetStopsTheLoad() {
    world.file("sales", "not parquet");

    assertRefused("quantity INT", "file sales is no Parquet file, or is cut short");
  }

  private void assertRefused(String schema, String line) {
    world.sources("sales: {format: parquet, path: sales, schema: \"%s\"}".formatted(schema));
    assertThatThrownBy(world::ingest)
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining(line)
        .hasNoCause();
  }
}
