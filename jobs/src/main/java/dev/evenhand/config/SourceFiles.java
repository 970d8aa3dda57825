package dev.evenhand.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks whether the files of the sources are there, where they are local. */
final class SourceFiles {
  private static final Pattern URI_SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:.*");
  private static final Pattern GLOB = Pattern.compile("[*?\\[{]");

  private SourceFiles() {}

  static void check(Bound bound, Problems problems) {
    Optional<String> data = data(bound);
    if (data.isEmpty()) {
      return;
    }
    for (String source : bound.keys("/sources")) {
      String pointer = Pointer.child("/sources", source) + "/path";
      boolean isDelta =
          bound
              .one(Pointer.child("/sources", source) + "/format", Format.class)
              .filter(Format.DELTA::equals)
              .isPresent();
      bound
          .one(pointer, String.class)
          .map(path -> Pipeline.location(data.get(), path))
          .flatMap(location -> problem(location, isDelta))
          .ifPresent(problem -> problems.add(bound.nearest(pointer), problem));
    }
  }

  /** The folder, unless the file's own can't be read. */
  private static Optional<String> data(Bound bound) {
    return bound.isWritten("/data") ? bound.one("/data", String.class) : Optional.of(Pipeline.HERE);
  }

  private static Optional<String> problem(String location, boolean isDelta) {
    String local = location.startsWith("file:") ? location.replaceFirst("file:/*", "/") : location;
    if (URI_SCHEME.matcher(local).matches()) {
      return Optional.empty(); // Spark will look.
    }
    try {
      return isThere(local, isDelta) ? Optional.empty() : Optional.of(missing(local, isDelta));
    } catch (IOException | UncheckedIOException | InvalidPathException e) {
      return Optional.of(
          "'" + local + "' can't be read; a readable file is required; check path and permissions");
    }
  }

  private static boolean isThere(String local, boolean isDelta) throws IOException {
    if (GLOB.matcher(local).find()) {
      return hasMatch(local);
    }
    Path path = Path.of(local);
    if (isDelta) {
      return Files.isDirectory(path.resolve("_delta_log"));
    }
    return Files.isDirectory(path) ? hasFile(path) : Files.isReadable(path);
  }

  /** Whether a folder holds a file that Spark would read: none that begins with _ or a dot. */
  private static boolean hasFile(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .anyMatch(name -> !name.startsWith("_") && !name.startsWith("."));
    }
  }

  private static boolean hasMatch(String glob) throws IOException {
    Path pattern = Path.of(glob);
    Path folder = pattern.getRoot() != null ? pattern.getRoot() : Path.of("");
    int depth = 0;
    while (!GLOB.matcher(pattern.getName(depth).toString()).find()) {
      folder = folder.resolve(pattern.getName(depth++));
    }
    if (!Files.isDirectory(folder)) {
      return false;
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    try (Stream<Path> paths = Files.walk(folder, pattern.getNameCount() - depth)) {
      return paths.anyMatch(matcher::matches);
    }
  }

  private static String missing(String local, boolean isDelta) {
    String nearest = nearestFolder(local);
    return (isDelta ? "no Delta table at '" : "no file '")
        + local
        + "'; a file that is there is required; correct path or data ("
        + nearest
        + ")";
  }

  /** Where the path still leads: the deepest folder of it that exists. */
  private static String nearestFolder(String local) {
    Path folder = Path.of(local).toAbsolutePath().normalize().getParent();
    while (folder != null && !Files.isDirectory(folder)) {
      folder = folder.getParent();
    }
    return "the folder " + folder + " exists";
  }
}
