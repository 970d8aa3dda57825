package dev.evenhand.card;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** From what and by what the model was made: tables with their versions, steps, file and code. */
record Lineage(
    @Told(isFilled = true) List<TableVersions> tables,
    List<StepRun> steps,
    String configSha256,
    String codeVersion,
    long seed) {

  /**
   * A table's Delta versions.
   *
   * @param read by the last step that read it; null if none did
   * @param written by the last step that wrote it; null if none did
   */
  record TableVersions(
      String table,
      @Told(absent = "where no step read it") Long read,
      @Told(absent = "where no step wrote it") Long written) {}

  static Lineage of(Evidence evidence) {
    Map<String, Long> read = new TreeMap<>();
    Map<String, Long> written = new TreeMap<>();
    evidence.steps().forEach(step -> read.putAll(step.versionsRead()));
    evidence.steps().forEach(step -> written.putAll(step.versionsWritten()));
    TreeMap<String, Long> all = new TreeMap<>(read);
    all.putAll(written);
    return new Lineage(
        all.keySet().stream()
            .map(table -> new TableVersions(table, read.get(table), written.get(table)))
            .toList(),
        evidence.steps(),
        evidence.run().configSha256(),
        evidence.run().codeVersion(),
        evidence.run().seed());
  }
}
