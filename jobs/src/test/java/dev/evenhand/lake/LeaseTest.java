package dev.evenhand.lake;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.support.Spark;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaseTest {
  private final Lake lake = new Lake(Spark.session(), Spark.temporary("lease").toString());

  @Test
  void oneRunPerPipelineAndTheNextOnceItEnds() {
    try (Lease held = Lease.acquire(lake, "demo", Duration.ZERO);
        Lease other = Lease.acquire(lake, "other", Duration.ZERO)) {
      assertThatThrownBy(() -> Lease.acquire(lake, "demo", Duration.ZERO))
          .isInstanceOf(Lease.Held.class)
          .hasMessageContaining("Another live run holds the lease of demo");
    }
    Lease.acquire(lake, "demo", Duration.ZERO).close();
  }

  @Test
  void severalLeasesAreAllOrNone() {
    List<String> pipelines = List.of("a", "demo");
    try (Lease held = Lease.acquire(lake, "demo", Duration.ZERO)) {
      assertThatThrownBy(() -> Lease.acquireAll(lake, pipelines, Duration.ZERO))
          .isInstanceOf(Lease.Held.class)
          .hasMessageContaining("demo");
      Lease.acquire(lake, "a", Duration.ZERO).close();
    }
    Lease.acquireAll(lake, pipelines, Duration.ZERO).close();
  }
}
