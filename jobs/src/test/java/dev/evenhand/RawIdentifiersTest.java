package dev.evenhand;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.support.TinyWorld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Of the customers' numbers and addresses nothing is in any file of a lake or in a log. */
@Tag("proof")
class RawIdentifiersTest {
  private final TinyWorld world = TinyWorld.shared();

  @Test
  void noFileHoldsOne() throws IOException {
    List<String> emails = emails();
    assertThat(emails).hasSizeGreaterThan(50);
    List<Path> files = files();
    assertThat(files).extracting(Path::toString).anyMatch(name -> name.endsWith("/log"));
    for (Path file : files) {
      assertNone(file, new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1), emails);
    }
  }

  @Test
  void noParquetValueIsOne() throws IOException {
    List<String> emails = emails();
    int values = 0;
    for (Path file : files()) {
      if (file.toString().endsWith(".parquet")) {
        List<String> rows = rows(file);
        values += rows.size();
        assertNone(file, String.join("\n", rows), emails);
      }
    }
    assertThat(values).isGreaterThan(5_000);
  }

  private static void assertNone(Path file, String text, List<String> emails) {
    assertThat(text.contains(TinyWorld.CUSTOMER_PREFIX)).as("a number in " + file).isFalse();
    if (text.contains("@example.com")) { // the demo's own contact is no customer
      assertThat(emails).as("addresses in " + file).noneMatch(text::contains);
    }
  }

  private List<String> emails() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of(world.warehouse(), "customers.csv"))) {
      return lines.skip(1).map(line -> line.split(",")[1]).filter(mail -> !mail.isEmpty()).toList();
    }
  }

  /** All that runs left behind: lakes, logs, what they said. */
  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(world.home())) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.startsWith(world.warehouse()))
          .toList();
    }
  }

  private static List<String> rows(Path file) throws IOException {
    List<String> rows = new ArrayList<>();
    var path = new org.apache.hadoop.fs.Path(file.toUri());
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), path).build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        rows.add(row.toString());
      }
    }
    return rows;
  }
}
