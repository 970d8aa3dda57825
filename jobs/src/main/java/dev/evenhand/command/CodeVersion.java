package dev.evenhand.command;

import dev.evenhand.base.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which code is running: the hash of its jar. */
final class CodeVersion {
  private static final int SHOWN = 12;

  private CodeVersion() {}

  static String current() {
    Path jar = Path.of(Sessions.ownJar());
    if (!Files.isRegularFile(jar)) {
      return "development";
    }
    try (InputStream in = Files.newInputStream(jar)) {
      return "jar-" + Sha256.of(in).substring(0, SHOWN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
