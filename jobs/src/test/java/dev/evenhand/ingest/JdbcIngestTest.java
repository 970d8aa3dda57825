package dev.evenhand.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.base.DataProblem;
import dev.evenhand.job.RowCounts;
import dev.evenhand.lake.table.Quarantine;
import dev.evenhand.support.Database;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcIngestTest {
  @TempDir Path folder;
  private World world;

  @BeforeEach
  void makeTable() {
    world = World.in(folder);
    Database.execute(
        "DROP TABLE IF EXISTS orders",
        "CREATE TABLE orders (id bigint, customer text, amount numeric(12,2), price numeric,"
            + " sold timestamp, changed timestamptz)",
        "INSERT INTO orders VALUES"
            + " (1, '12.0', 9.99, 1.23456, '2026-07-01 12:00', '2026-07-01 12:00+02'),"
            + " (500, '12', 12345678.90, 0.5, '2026-01-01 12:00', '2026-07-02 12:00+02'),"
            + " (999, NULL, 1, 1, NULL, '2026-07-03 12:00+02')");
  }

  @Test
  void amountsAndMomentsComeOverAsTheyAre() {
    world.sources(source("full", "max_quarantined: 50%"));

    assertThat(world.ingest()).isEqualTo(new RowCounts(3, 2, "1 quarantined"));

    String customer = world.keys().keyset().pseudonym("customer", "12");
    assertThat(
            Texts.of(
                world.bronze("orders"), "id", "customer", "amount", "price", "sold", "changed"))
        .containsExactly(
            "1 %s 9.99 1.2346 2026-07-01 16:00:00.0 2026-07-01 10:00:00.0".formatted(customer),
            "500 %s 12345678.90 0.5000 2026-01-01 17:00:00.0 2026-07-02 10:00:00.0"
                .formatted(customer));
    assertThat(Texts.of(world.table(Quarantine.CONTRACT), "file", "line", "reason"))
        .containsExactly("public.orders null customer: missing");
  }

  @Test
  void onlyRowsFromTheWatermarkOnAreReadAgain() {
    world.sources(source("watermark", "watermark: changed\n  max_quarantined: 50%"));
    world.ingest();

    Database.execute(
        "INSERT INTO orders VALUES (1000, '13', 5, 5, NULL, '2026-07-02 12:00+02')",
        "INSERT INTO orders VALUES (1001, '13', 6, 6, NULL, '2026-07-04 12:00+02')");

    assertThat(world.ingest()).isEqualTo(new RowCounts(4, 3, "1 quarantined"));
    assertThat(Texts.of(world.bronze("orders"), "id", "run_id"))
        .containsExactly("1 r1", "1000 r2", "1001 r2", "500 r2");
  }

  @Test
  void whatTheDatabaseSaysReachesTheOperatorInOneLine() {
    world.sources(source("full", "").replace("public.orders", "public.nothing"));

    assertThatThrownBy(world::ingest)
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("source orders: table public.nothing at " + Database.url())
        .hasMessageContaining("relation \"public.nothing\" does not exist");
  }

  private static String source(String load, String more) {
    return """
    orders:
      format: jdbc
      jdbc:
        url: %s
        table: public.orders
        user: postgres
        partition: {column: id, lower: 1, upper: 1000, count: 3}
      timezone: America/New_York
      identifiers: {customer: {as: customer, normalize: digits}}
      schema: >-
        id INT, customer STRING NOT NULL, amount DECIMAL(10,2), price DECIMAL(10,4),
        sold TIMESTAMP, changed TIMESTAMP
      load: %s
      %s
    """
        .formatted(Database.url(), load, more);
  }
}
