package dev.evenhand.rights;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenhand.base.DataProblem;
import dev.evenhand.base.SideBySide;
import dev.evenhand.lake.Forgetting;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The stage that makes older versions unreadable, once readers that were under way had their time.
 */
record Purging(ErasureWork work) {
  /** Waits until the grace after the last deletion is over; an interrupted wait goes on. */
  void waitForReaders() {
    Duration grace = Duration.parse(work.outcome(ErasureWork.REQUEST).path("grace").asText());
    Instant deletedAt = Instant.parse(work.outcome(ErasureWork.IDENTITIES).path("at").asText());
    long left = Duration.between(work.clock().instant(), deletedAt.plus(grace)).toMillis();
    if (left <= 0) {
      return;
    }
    work.say().accept("  waiting " + Duration.ofMillis(left) + " for readers of older versions");
    try {
      Thread.sleep(left);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DataProblem("Interrupted. Run the same command again to go on.", e);
    }
  }

  /** All tables that may have held the subjects, at any time. */
  ObjectNode run() {
    Map<String, String> tables = new LinkedHashMap<>();
    work.tracing().footprints().forEach(each -> tables.put(each.table(), each.table()));
    work.numbers(ErasureWork.WITHDRAWN, "tables").keySet().forEach(name -> tables.put(name, name));
    Forgetting forgetting = work.forgetting().atOnce();
    Map<String, Long> versions = SideBySide.each(tables, forgetting::forgetHistory);
    ObjectNode outcome = Journal.JSON.createObjectNode();
    ObjectNode after = outcome.putObject("versions");
    versions.forEach(after::put);
    return outcome;
  }
}
