package dev.evenhand.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A subject stands once in {@code secure.identities}, wherever and however often it was seen. */
class IdentityBookTest {
  @TempDir Path folder;

  @Test
  void twoColumnsOfOneRowMayNameTheSameSubject() {
    World world =
        World.in(folder)
            .file("sales.csv", "buyer,payer,quantity", "1,2,1", "2,1,1", "3,3,1", "1,4,1")
            .sources(
                """
                sales:
                  format: csv
                  path: sales.csv
                  schema: buyer STRING, payer STRING, quantity INT
                  identifiers: {buyer: {as: customer}, payer: {as: customer}}
                """);
    world.ingest();
    assertThat(world.customers()).containsExactly("1", "2", "3", "4");
  }

  @Test
  void filesOfDifferentColumnsSharePlaces() {
    World world =
        World.in(folder)
            .file("days/1.csv", "customer,quantity", "1,1", "2,1", "3,1")
            .file("days/2.csv", "quantity,customer", "1,3", "1,1", "1,4")
            .sources(
                """
                sales:
                  format: csv
                  path: days
                  schema: customer STRING, quantity INT
                  identifiers: {customer: {as: customer}}
                """);
    world.ingest();
    assertThat(world.customers()).containsExactly("1", "2", "3", "4");
  }

  @Test
  void sourcesShareSubjectsAndLaterRunsAddTheNewOnesAlone() {
    World world =
        World.in(folder)
            .file("sales.csv", "customer,quantity", "1,1", "2,1", "2,2")
            .file("visits.csv", "customer,pages", "2,1", "3,1")
            .sources(
                """
                sales:
                  format: csv
                  path: sales.csv
                  schema: customer STRING, quantity INT
                  identifiers: {customer: {as: customer}}
                visits:
                  format: csv
                  path: visits.csv
                  schema: customer STRING, pages INT
                  identifiers: {customer: {as: customer}}
                """);
    world.ingest();
    assertThat(world.customers()).containsExactly("1", "2", "3");

    world.file("visits.csv", "customer,pages", "2,1", "4,1").ingest();
    assertThat(world.customers()).containsExactly("1", "2", "3", "4");
    world.ingest();
    assertThat(world.customers()).containsExactly("1", "2", "3", "4");
  }
}
