package dev.evenhand.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.base.DataProblem;
import dev.evenhand.features.World.Decision;
import dev.evenhand.features.World.Sale;
import dev.evenhand.support.Spark;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RuntimeConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionFeaturesTest {
  private static final FeatureSpec SPEC =
      new FeatureSpec(List.of(9, 2, 5), List.of("c1", "c3"), Map.of(), List.of("age", "segment"));

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void agreesWithBruteForce(long seed) {
    World world = World.random(seed);
    PlainFeatures plain = new PlainFeatures(world, SPEC);
    Map<String, Row> rows = byDecision(world.sources());

    assertThat(rows).hasSize(world.decisions().size());
    for (Decision decision : world.decisions()) {
      Row row = rows.get(decision.id());
      assertThat(row.<Double>getAs("observed_days"))
          .as(decision.id())
          .isEqualTo(plain.observedDays(decision));
      assertThat(row.<String, String>getJavaMap(row.fieldIndex("categories")))
          .isEqualTo(plain.categories(decision));
      assertNear(decision.id(), numbers(row), plain.numbers(decision));
    }
  }

  @Test
  void rowsOfTheFutureChangeNothing() {
    World world = World.random(3);
    World knowing =
        new World(
            new ArrayList<>(world.sales()),
            world.decisions(),
            new ArrayList<>(world.contacts()),
            new ArrayList<>(world.subjects()));
    for (Decision decision : world.decisions()) {
      long last = 60 * World.HALF_DAY;
      knowing.sales().add(sale(decision.subject(), decision.decided() - World.HALF_DAY, last));
      knowing.sales().add(sale(decision.subject(), -30 * World.HALF_DAY, last));
      knowing.contacts().add(new World.Contact(decision.subject(), last, last));
      knowing
          .contacts()
          .add(new World.Contact(decision.subject(), decision.decided() - World.HALF_DAY, last));
      knowing
          .subjects()
          .add(
              new World.Subject(
                  decision.subject(), last, Map.of("age", 99.0), Map.of("segment", "future")));
    }

    assertThat(byDecision(knowing.sources())).isEqualTo(byDecision(world.sources()));
  }

  @Test
  void anyPartitioningGivesTheSameRows() {
    FeatureSources sources = World.random(4).sources();
    FeatureSources spread =
        new FeatureSources(
            sources.decisions().repartition(5),
            sources.sales().repartition(7),
            sources.contacts().repartition(3),
            sources.subjects().repartition(4));

    assertThat(shuffledInto(7, () -> byDecision(spread)))
        .isEqualTo(shuffledInto(1, () -> byDecision(sources)));
  }

  private static <T> T shuffledInto(int partitions, Supplier<T> action) {
    RuntimeConfig settings = Spark.session().conf();
    Map<String, String> own =
        Map.of(
            "spark.sql.shuffle.partitions",
            Integer.toString(partitions),
            "spark.sql.adaptive.coalescePartitions.enabled",
            "false");
    Map<String, String> before = new HashMap<>();
    own.forEach((name, value) -> before.put(name, settings.get(name)));
    own.forEach(settings::set);
    try {
      return action.get();
    } finally {
      before.forEach(settings::set);
    }
  }

  @Test
  void aFullWindowWithoutPurchasesIsZeroAndAPartialOneNull() {
    World world =
        new World(
            List.of(sale("other", 0, 0)),
            List.of(new Decision("d", "s", 12 * World.HALF_DAY, Map.of())),
            List.of(),
            List.of());
    Map<String, Double> numbers = numbers(byDecision(world.sources()).get("d"));

    assertThat(numbers)
        .containsEntry("frequency_5d", 0.0)
        .containsEntry("monetary_5d", 0.0)
        .containsEntry("recency_5d", null)
        .containsEntry("frequency_9d", null)
        .containsEntry("monetary_9d", null);
  }

  @Test
  void withoutAnySaleEveryWindowIsNull() {
    World world =
        new World(
            List.of(),
            List.of(new Decision("d", "s", 12 * World.HALF_DAY, Map.of())),
            List.of(),
            List.of());
    Row row = byDecision(world.sources()).get("d");

    assertThat(row.<Double>getAs("observed_days")).isNull();
    assertThat(numbers(row))
        .containsEntry("frequency_2d", null)
        .containsEntry("contacts_so_far", 0.0);
  }

  @Test
  void expressionsSeeTheLongestWindow() {
    World world =
        new World(
            List.of(
                sale("other", 0, 0),
                sale("s", 3 * World.HALF_DAY, 0),
                sale("s", 12 * World.HALF_DAY, 0),
                sale("s", 22 * World.HALF_DAY, 0)),
            List.of(new Decision("d", "s", 22 * World.HALF_DAY, Map.of())),
            List.of(),
            List.of());
    FeatureSpec spec =
        new FeatureSpec(
            List.of(2, 10),
            List.of(),
            Map.of(
                "web_share",
                "avg(CASE WHEN channel = 'web' THEN 1 ELSE 0 END)",
                "channel_last",
                "max_by(channel, sold_at)"),
            List.of());
    Row row = byDecision(world.sources(), spec).get("d");

    assertThat(numbers(row)).containsEntry("web_share", 0.5).containsEntry("frequency_10d", 2.0);
    assertThat(row.<String, String>getJavaMap(row.fieldIndex("categories")))
        .containsEntry("channel_last", "web");
  }

  @Test
  void salesAreReadOnceForAllWindows(@TempDir Path folder) {
    World world = World.random(5);
    String path = folder.resolve("sales").toString();
    world.salesRows().write().parquet(path);
    FeatureSources sources = world.sources();
    Dataset<Row> sales = Spark.session().read().parquet(path);
    Dataset<Row> rows =
        DecisionFeatures.of(
            new FeatureSources(sources.decisions(), sales, sources.contacts(), sources.subjects()),
            SPEC,
            KnownHistory.of(sales));

    assertThat(rows.queryExecution().sparkPlan().toString().split("FileScan parquet", -1))
        .hasSize(2);
  }

  @Test
  void aColumnNamedLikeAHistoryFeatureIsRefused() {
    FeatureSpec spec = new FeatureSpec(List.of(5), List.of(), Map.of(), List.of("recency_5d"));

    assertThatThrownBy(() -> byDecision(World.random(6).sources(), spec))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("'recency_5d' is a column and also a feature of the history");
  }

  private static Sale sale(String subject, long sold, long recorded) {
    return new Sale(
        subject, sold, Math.max(sold, recorded), null, "p", "c1", 1.0, BigDecimal.TEN, null);
  }

  private static Map<String, Row> byDecision(FeatureSources sources) {
    return byDecision(sources, SPEC);
  }

  private static Map<String, Row> byDecision(FeatureSources sources, FeatureSpec spec) {
    Map<String, Row> rows = new HashMap<>();
    DecisionFeatures.of(sources, spec, KnownHistory.of(sources.sales()))
        .collectAsList()
        .forEach(row -> rows.put(row.getString(0), row));
    return rows;
  }

  private static Map<String, Double> numbers(Row row) {
    return row.getJavaMap(row.fieldIndex("numbers"));
  }

  private static void assertNear(String id, Map<String, Double> found, Map<String, Double> plain) {
    assertThat(found.keySet()).as(id).isEqualTo(plain.keySet());
    plain.forEach(
        (name, value) -> {
          if (value == null) {
            assertThat(found.get(name)).as(id + " " + name).isNull();
          } else {
            assertThat(found.get(name)).as(id + " " + name).isCloseTo(value, within(1e-9));
          }
        });
  }
}
