package dev.evenhand.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.support.Spark;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
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

  @Test
  void aClaimKeepsOthersOutUntilItIsWithdrawn() {
    Lease held = ObjectLease.tryAcquire(lake.files(), "lake");
    assertThat(held).isNotNull();
    assertThat(ObjectLease.tryAcquire(lake.files(), "lake")).isNull();
    assertThatCode(held::requireHeld).doesNotThrowAnyException();

    held.close();
    ObjectLease.tryAcquire(lake.files(), "lake").close();
  }

  @Test
  void ofManyClaimsAtOnceOneHolds() throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(6);
    List<Lease> held = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch start = new CountDownLatch(6);
    for (int i = 0; i < 6; i++) {
      threads.execute(
          () -> {
            start.countDown();
            try {
              start.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            Lease lease = ObjectLease.tryAcquire(lake.files(), "many");
            if (lease != null) {
              held.add(lease);
            }
          });
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();

    assertThat(held).hasSize(1);
    held.get(0).close();
  }

  @Test
  void aClaimOfTheDeadIsTakenAway() {
    long now = System.currentTimeMillis();
    claim("no-heartbeat", "elsewhere 1 " + (now - 61_000));
    claim("no-process", host() + " " + Long.MAX_VALUE + " " + now);
    Lease held = ObjectLease.tryAcquire(lake.files(), "dead");
    assertThat(held).isNotNull();

    claim("alive", "elsewhere 1 " + now);
    held.close();
    assertThat(ObjectLease.tryAcquire(lake.files(), "dead")).isNull();
  }

  @Test
  void whoseClaimIsGoneHasLostTheLease() {
    Lease held = ObjectLease.tryAcquire(lake.files(), "lost");
    lake.files().delete(lake.files().place("_leases/lost"));

    assertThatThrownBy(held::requireHeld)
        .isInstanceOf(Lease.Lost.class)
        .hasMessageContaining("lost its lease");
  }

  private void claim(String name, String content) {
    lake.files().writeText(lake.files().place("_leases/dead/" + name), content);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
