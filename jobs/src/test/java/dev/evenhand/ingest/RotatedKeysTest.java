package dev.evenhand.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.custody.KeyRetirement;
import dev.evenhand.custody.KeyRotation;
import dev.evenhand.lake.table.Identities;
import dev.evenhand.lake.table.Quarantine;
import dev.evenhand.pseudonym.KeyStore;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.support.Spark;
import io.delta.tables.DeltaTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Customers 1 and 2 come before the keys are rotated, 2 and 3 after: 2 stays who they were, and
 * nothing but identities changes.
 */
class RotatedKeysTest {
  @TempDir Path folder;

  private static World world(Path folder) {
    return World.in(folder)
        .file("sales.csv", "customer,friend,quantity", "1,,5", "2.0,1,6", "2,,bad")
        .sources(
            """
            sales:
              format: csv
              path: sales.csv
              identifiers:
                customer: {as: customer, normalize: digits}
                friend: {as: customer, normalize: digits}
              schema: customer STRING NOT NULL, friend STRING, quantity INT
              max_quarantined: 50%
            """);
  }

  @Test
  void customersKeepTheirSubjectKeysAndNewOnesGetTheNewVersion() {
    World world = world(folder);
    world.ingest();
    Map<String, String> before = subjectKeys(world);
    int first = world.keys().keyset().version();
    List<String> bronze = Texts.of(world.bronze("sales"), "customer", "friend");

    KeyRotation.Report report = rotate(world);

    assertThat(report.isBegun()).isTrue();
    assertThat(report.identities()).isEqualTo(2);
    assertThat(report.left()).isEmpty();
    assertThat(subjectKeys(world)).isEqualTo(before);
    assertThat(Texts.of(world.bronze("sales"), "customer", "friend")).isEqualTo(bronze);

    world.file("sales.csv", "customer,friend,quantity", "02,1,7", "3,2,8", "3,,9").ingest();

    Map<String, String> after = subjectKeys(world);
    assertThat(after).hasSize(3).containsAllEntriesOf(before);
    assertThat(after.get("3")).isEqualTo(keys(world).keyset().pseudonym("customer", "3"));
    assertThat(Texts.of(world.bronze("sales"), "customer", "friend", "quantity"))
        .containsExactlyInAnyOrder(
            before.get("2") + " " + before.get("1") + " 7",
            after.get("3") + " " + before.get("2") + " 8",
            after.get("3") + " null 9");
    assertThat(versions(world))
        .isEqualTo(Map.of("1", first, "2", first, "3", keys(world).keyset().version()));
  }

  @Test
  void aRotationThatWasCutOffIsContinuedAndTheLakeReadableMeanwhile() {
    World world = world(folder);
    world.ingest();
    Map<String, String> before = subjectKeys(world);
    String root = world.lake().files().root();

    assertThat(new KeyStore(world.keys()).beginRotation(List.of(root))).isTrue();
    world.file("sales.csv", "customer,friend,quantity", "1,,5", "3,2,8").ingest();
    assertThat(subjectKeys(world)).hasSize(3).containsAllEntriesOf(before);

    KeyRotation.Report report = rotate(world);
    assertThat(report.isBegun()).isFalse();
    assertThat(report.identities()).isEqualTo(2);
    assertThat(keys(world).keyset().versions()).hasSize(2);
    assertThat(rotate(world).isBegun()).as("the next is a new one").isTrue();
    assertThat(keys(world).keyset().versions()).hasSize(3);
    assertThat(subjectKeys(world)).hasSize(3).containsAllEntriesOf(before);
  }

  @Test
  void versionsAreRetiredWhenNoRowUsesThem() {
    World world = world(folder);
    world.ingest();
    rotate(world);
    List<Integer> versions = keys(world).keyset().versions();

    KeyRetirement.Report first = retire(world);
    assertThat(first.retired().keySet()).containsExactly("identities");
    assertThat(first.kept()).containsKeys("pseudonyms", "texts");
    assertThat(subjectKeys(world)).hasSize(2);

    DeltaTable.forPath(Spark.session(), world.lake().place(Identities.CONTRACT)).delete();
    DeltaTable.forPath(Spark.session(), world.lake().place(Quarantine.CONTRACT)).delete();
    KeyRetirement.Report second = retire(world);
    assertThat(second.kept()).isEmpty();
    assertThat(second.retired().get("pseudonyms")).isEqualTo(Set.of(versions.get(1)));
    assertThat(keys(world).keyset().versions()).containsExactly(versions.get(0));
  }

  private static KeyRotation.Report rotate(World world) {
    return new KeyRotation(Spark.session(), world.lake())
        .run(keys(world), List.of(world.lake().files().root()));
  }

  private static KeyRetirement.Report retire(World world) {
    return new KeyRetirement(Spark.session(), List.of(world.lake())).run(keys(world));
  }

  private static Keys keys(World world) {
    return Keys.at(world.keys().path());
  }

  private static Map<String, String> subjectKeys(World world) {
    Map<String, String> byCustomer = new TreeMap<>();
    identities(world)
        .forEach((customer, row) -> byCustomer.put(customer, row.getAs("subject_key")));
    return byCustomer;
  }

  private static Map<String, Integer> versions(World world) {
    Map<String, Integer> byCustomer = new TreeMap<>();
    identities(world)
        .forEach((customer, row) -> byCustomer.put(customer, row.getAs("key_version")));
    return byCustomer;
  }

  private static Map<String, Row> identities(World world) {
    Map<String, Row> byCustomer = new TreeMap<>();
    world
        .table(Identities.CONTRACT)
        .collectAsList()
        .forEach(
            row ->
                byCustomer.merge(
                    keys(world).keyset().canonicalOf("customer", row.getAs("identity")),
                    row,
                    (one, other) -> {
                      throw new AssertionError("a customer has two identities");
                    }));
    return byCustomer;
  }
}
