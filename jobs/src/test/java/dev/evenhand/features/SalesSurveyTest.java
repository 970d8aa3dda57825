package dev.evenhand.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.features.World.Decision;
import dev.evenhand.features.World.Sale;
import dev.evenhand.support.Spark;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SalesSurveyTest {
  @Test
  void topCategoriesAreThoseTheTrainingPartKnew() {
    World world =
        new World(
            List.of(
                sale("s", 1, 1, "books", "5"),
                sale("s", 1, 1, "toys", "7"),
                sale("s", 1, 1, null, "900"),
                sale("s", 1, 9, "late", "900"),
                sale("s", 9, 9, "future", "900"),
                sale("tested", 1, 1, "theirs", "900"),
                sale("s", 2, 2, "art", "5")),
            List.of(new Decision("d", "s", 4 * World.HALF_DAY, Map.of())),
            List.of(),
            List.of());

    try (SalesSurvey survey = SalesSurvey.of(world.salesRows(), world.decisionRows())) {
      assertThat(survey.topCategories(2)).containsExactly("toys", "art");
      assertThat(survey.topCategories(9)).containsExactly("toys", "art", "books");
    }
  }

  @Test
  void readsTheSalesOnce(@TempDir Path folder) throws TimeoutException {
    World world = World.random(8);
    String path = folder.resolve("sales").toString();
    world.salesRows().write().parquet(path);
    Dataset<Row> sales = Spark.session().read().parquet(path);
    int lines = world.sales().size();

    long read =
        recordsReadBy(
            () -> {
              try (SalesSurvey survey = SalesSurvey.of(sales, world.decisionRows())) {
                assertThat(survey.topCategories(2)).hasSize(2);
                assertThat(survey.knownHistory()).isEqualTo(KnownHistory.of(world.salesRows()));
              }
            });

    assertThat(read).isBetween((long) lines, lines * 3L / 2);
  }

  private static long recordsReadBy(Runnable action) throws TimeoutException {
    AtomicLong records = new AtomicLong();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onTaskEnd(SparkListenerTaskEnd task) {
            records.addAndGet(task.taskMetrics().inputMetrics().recordsRead());
          }
        };
    var context = Spark.session().sparkContext();
    context.listenerBus().waitUntilEmpty();
    context.addSparkListener(listener);
    try {
      action.run();
      context.listenerBus().waitUntilEmpty();
    } finally {
      context.removeSparkListener(listener);
    }
    return records.get();
  }

  private static Sale sale(String subject, int sold, int recorded, String category, String amount) {
    return new Sale(
        subject,
        sold * World.HALF_DAY,
        recorded * World.HALF_DAY,
        null,
        "p",
        category,
        1.0,
        new BigDecimal(amount),
        null);
  }
}
