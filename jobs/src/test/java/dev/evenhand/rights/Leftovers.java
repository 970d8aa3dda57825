package dev.evenhand.rights;

import dev.evenhand.support.Spark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** A plain search through every file of a lake, to judge the one under test by. */
public final class Leftovers {
  private Leftovers() {}

  /** The files that hold one of the texts, as they lie there or in a cell of a Parquet file. */
  public static List<String> of(Path lake, Collection<String> texts) throws IOException {
    List<String> found = new ArrayList<>();
    List<Path> files;
    try (Stream<Path> all = Files.walk(lake)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String raw = Files.readString(file, StandardCharsets.ISO_8859_1);
      boolean isThere = texts.stream().anyMatch(raw::contains);
      if (!isThere && file.toString().endsWith(".parquet")) {
        isThere = cells(file).stream().anyMatch(row -> texts.stream().anyMatch(row::contains));
      }
      if (isThere) {
        found.add(lake.relativize(file).toString());
      }
    }
    return found;
  }

  private static List<String> cells(Path file) {
    return Spark.session()
        .read()
        .option("basePath", file.getParent().toString())
        .parquet(file.toString())
        .toJSON()
        .collectAsList();
  }
}
