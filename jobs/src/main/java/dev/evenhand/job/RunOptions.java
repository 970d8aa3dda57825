package dev.evenhand.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the caller asks of a run beside its jobs.
 *
 * @param asOf moment whose knowledge the run uses; the clock's now if absent
 * @param only the one step to run, on the newest run
 * @param from the step to start from, on the newest run
 * @param resume the run to continue
 * @param patience how long to wait for another live run
 */
public record RunOptions(
    Optional<Instant> asOf,
    Optional<String> only,
    Optional<String> from,
    Optional<String> resume,
    Duration patience) {
  public static RunOptions whole() {
    return new RunOptions(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Duration.ZERO);
  }

  boolean isPartial() {
    return only.isPresent() || from.isPresent();
  }
}
