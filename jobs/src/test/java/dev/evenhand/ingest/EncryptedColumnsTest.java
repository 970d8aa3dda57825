package dev.evenhand.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.lake.Catalog;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.pseudonym.Pseudonyms;
import dev.evenhand.pseudonym.SealedColumns;
import dev.evenhand.rights.SubjectExport;
import dev.evenhand.support.Spark;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The income of two customers lands encrypted, each for its own row. */
class EncryptedColumnsTest {
  @TempDir Path folder;

  private World world() {
    return World.in(folder)
        .file(
            "customers.csv", "customer,income,town", "c1,73195.48,Ulm", "c2,73195.48,Bonn", "c3,,X")
        .sources(
            """
            customers:
              format: csv
              path: customers.csv
              identifiers: {customer: {as: customer}}
              key: [customer]
              encrypt: [income]
              checks: {income: income > 0}
              schema: customer STRING, income DECIMAL(10,2), town STRING
            """);
  }

  @Test
  void valuesAreSealedForTheirOwnRow() throws Exception {
    World world = world();
    world.ingest();
    Dataset<Row> rows = world.bronze("customers");

    assertThat(rows.schema().apply("income").dataType()).isEqualTo(DataTypes.BinaryType);
    assertThat(rows.select("income").distinct().count()).as("equal values differ").isEqualTo(3);
    try (Stream<Path> files = Files.walk(world.lakeFolder())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("73195.48");
      }
    }
    Pseudonyms pseudonyms = new Pseudonyms(world.keys());
    assertThat(
            Texts.of(SealedColumns.opened(pseudonyms, "bronze.customers", rows), "town", "income"))
        .containsExactlyInAnyOrder("Ulm 73195.48", "Bonn 73195.48", "X null");
    // The values of two rows exchanged: neither opens.
    Dataset<Row> exchanged =
        rows.filter("town = 'Ulm'")
            .drop("income")
            .crossJoin(rows.filter("town = 'Bonn'").select("income"));
    Dataset<Row> withComments =
        Spark.session()
            .createDataFrame(
                exchanged
                    .select(
                        rows.columns()[0], Stream.of(rows.columns()).skip(1).toArray(String[]::new))
                    .collectAsList(),
                rows.schema());
    assertThatThrownBy(
            () -> SealedColumns.opened(pseudonyms, "bronze.customers", withComments).collect())
        .hasStackTraceContaining("the keyset does not fit");
    assertThatThrownBy(
            () -> SealedColumns.opened(pseudonyms, "bronze.others", rows).collectAsList())
        .hasStackTraceContaining("the keyset does not fit");
  }

  @Test
  void theCustomerGetsTheirOwnValueInTheClear() {
    World world = world();
    world.ingest();
    String key = world.keys().keyset().pseudonym("customer", "c1");

    String json =
        new SubjectExport(Catalog.of(Spark.session(), world.lake()), Keys.at(world.keys().path()))
            .of(List.of(key), Set.of(), Instant.parse("2026-03-02T00:00:00Z"))
            .json();

    assertThat(json).contains("\"income\" : \"73195.48\"");
  }

  @Test
  void withoutAKeyOfTheRowNothingIsEncrypted() {
    World world =
        world()
            .sources(
                "customers: {format: csv, path: customers.csv, encrypt: [income], schema: 'customer STRING, income STRING, town STRING'}");
    assertThatThrownBy(world::pipelineFile).hasMessageContaining("encrypt without a key");
    world.sources(
        "customers: {format: csv, path: customers.csv, key: [customer], encrypt: [customer]}");
    assertThatThrownBy(world::pipelineFile)
        .hasMessageContaining("'customer' is an identifier, of the key or the watermark");
  }
}
