package dev.evenhand.lake;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.support.Spark;
import java.time.Duration;
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
}
