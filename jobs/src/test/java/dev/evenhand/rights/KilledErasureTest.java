package dev.evenhand.rights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.lake.Catalog;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.table.Erasures;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.support.Child;
import dev.evenhand.support.FixedKeys;
import dev.evenhand.support.Spark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An erasure that is killed at every stage ends as one that never was. */
@Tag("proof")
class KilledErasureTest {
  private static final int KILLED = 137;
  private static final Path HOME = Spark.temporary("killed-erasure");
  private static final List<String> PLACES =
      List.of(
          "erasure request",
          "erasure found",
          "removed from silver.sales",
          "erasure deleted",
          "erasure unique",
          "erasure withdrawn",
          "removed from secure.identities",
          "erasure identities",
          "unprotected silver.sales",
          "vacuumed gold.decisions",
          "checkpointed bronze.customers",
          "forgot silver.subjects",
          "erasure purged",
          "erasure verified",
          "erasure certified");

  @Test
  void killedAtEveryStageItEndsAsIfItNeverWas() throws IOException {
    Keys keys = FixedKeys.in(HOME);
    ShopLake shop =
        ShopLake.write(
            Spark.session(),
            new Lake(Spark.session(), HOME.resolve("killed").toString()),
            keys,
            100,
            2);
    copy(HOME.resolve("killed"), HOME.resolve("undisturbed"));
    List<String> numbers = LongStream.rangeClosed(1, 8).mapToObj(ShopLake::number).toList();
    Files.write(HOME.resolve("subjects"), numbers);
    for (String place : PLACES) {
      Child.Ended ended =
          Child.in(HOME).option("-Devenhand.failpoint=" + place).evenhand(erase("killed"));
      assertThat(ended.status()).as(place + ": " + ended).isEqualTo(KILLED);
    }
    Child.Ended last = Child.in(HOME).evenhand(erase("killed"));
    assertThat(last.status()).as(last.toString()).isZero();
    assertThat(last.out()).contains("continuing erasure");
    Child.Ended whole = Child.in(HOME).evenhand(erase("undisturbed"));
    assertThat(whole.status()).as(whole.toString()).isZero();

    assertThat(rows("killed")).isEqualTo(rows("undisturbed"));
    assertThat(rowsErased("killed")).isEqualTo(rowsErased("undisturbed")).contains("sales");
    List<String> traces = new ArrayList<>();
    LongStream.rangeClosed(1, 8).forEach(id -> traces.addAll(shop.traces(id)));
    assertThat(Leftovers.of(HOME.resolve("killed"), traces)).isEmpty();
  }

  private static String[] erase(String lake) {
    return new String[] {
      "erase",
      "--subjects",
      HOME.resolve("subjects").toString(),
      "--namespace",
      "customer",
      "--keep-namespaces",
      "shop",
      "--grace",
      "0s",
      "--lake",
      HOME.resolve(lake).toString()
    };
  }

  private static Map<String, List<String>> rows(String name) {
    Lake lake = new Lake(Spark.session(), HOME.resolve(name).toString());
    Catalog catalog = Catalog.of(Spark.session(), lake);
    Map<String, List<String>> rows = new TreeMap<>();
    for (String table : catalog.tables()) {
      if (!table.equals("govern.erasures") && !table.equals("govern.model_flags")) {
        rows.put(table, catalog.rows(table).toJSON().collectAsList().stream().sorted().toList());
      }
    }
    return rows;
  }

  private static String rowsErased(String name) {
    Lake lake = new Lake(Spark.session(), HOME.resolve(name).toString());
    List<String> erasures =
        lake
            .read(Erasures.CONTRACT)
            .selectExpr(
                "to_json(struct(subjects, sort_array(subject_hashes), array_sort(map_entries(rows_erased))))")
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .toList();
    assertThat(erasures).hasSize(1);
    return erasures.get(0);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
