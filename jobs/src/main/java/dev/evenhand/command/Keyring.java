package dev.evenhand.command;

import dev.evenhand.pseudonym.Keys;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import picocli.CommandLine.Option;

/** The keyset that a command is about. */
final class Keyring {
  @Option(
      names = "--keys",
      paramLabel = "FILE",
      description = "The keyset's file (default: EVENHAND_KEYS, or ~/.evenhand/keys.json).")
  private Path file;

  Keys keys() {
    return file == null ? PipelineRun.keys() : Keys.at(file);
  }

  Instant now() {
    return Clock.systemUTC().instant();
  }
}
