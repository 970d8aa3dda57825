package dev.evenhand.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.base.DataProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stops a load: one line that says why, and no table. */
class RefusalTest {
  @TempDir Path folder;
  private World world;

  @BeforeEach
  void makeWorld() {
    world = World.in(folder);
    world.file("good.csv", "customer,quantity", "1,1", "2,2");
  }

  @Test
  void aSourceWhoseEveryRowIsBadWritesNothingOfTheOthersEither() throws IOException {
    world.file("sales.csv", "customer,quantity", "1,s3cret", "2,s3cret", "3");

    assertRefused(
        "source sales: 3 of 3 rows are refused: 2 'quantity: not an INT', 1 '1 column instead of"
            + " 2'. Correct the source, its schema or checks.");
  }

  @Test
  void moreThanMaxQuarantined() throws IOException {
    world.file("sales.csv", "customer,quantity", "1,x", "2,2", "3,3");

    assertRefused(
        "source sales: 1 of 3 rows are refused, more than max_quarantined 25%: 1 'quantity: not an"
            + " INT'. Correct the source, its schema or checks, or raise max_quarantined.");
  }

  @Test
  void anEmptySource() throws IOException {
    world.file("sales.csv", "customer,quantity");

    assertRefused("source sales: no rows in sales.csv. Give it rows, or another path.");
  }

  @Test
  void anEmptyFile() throws IOException {
    world.file("sales.csv", new byte[0]);

    assertRefused("source sales: file sales.csv is empty. Fetch it again, or take it out of path.");
  }

  @Test
  void aMissingColumn() throws IOException {
    world.file("sales.csv", "customer,amount", "1,1");

    assertRefused(
        "source sales: file sales.csv has no column quantity; its first line has customer, amount."
            + " Correct schema, or the file.");
  }

  @Test
  void aFileThatIsNotText() throws IOException {
    byte[] noise = new byte[10_000];
    new Random(1).nextBytes(noise);
    world.file("sales.csv", noise);

    assertRefused(
        "source sales: file sales.csv is not text. Give a text file, or set format to what it is.");
  }

  @Test
  void aGzipFileThatIsCutShort() throws IOException {
    String[] lines = new String[50_000];
    Arrays.setAll(lines, i -> i == 0 ? "customer,quantity" : i + "," + i);
    world.file("sales.csv.gz", lines);
    Path file = folder.resolve("data/sales.csv.gz");
    byte[] whole = Files.readAllBytes(file);
    Files.delete(file);
    world.file("sales.csv", "customer,quantity");
    Files.write(file, Arrays.copyOf(whole, whole.length * 2 / 3));

    assertRefused(
        "source sales: file sales.csv.gz can't be read to its end: it is cut short, or not what its"
            + " name says. Fetch it again.",
        "sales.csv.gz");
  }

  private void assertRefused(String line) throws IOException {
    assertRefused(line, "sales.csv");
  }

  private void assertRefused(String line, String path) throws IOException {
    world.sources(
        """
        good: {format: csv, path: good.csv}
        sales:
          format: csv
          path: %s
          schema: customer STRING, quantity INT
          max_quarantined: 25%%
        """
            .formatted(path));

    assertThatThrownBy(world::ingest)
        .isInstanceOfSatisfying(
            DataProblem.class, problem -> assertThat(problem.lines()).containsExactly(line))
        .hasNoCause();
    try (Stream<Path> files =
        Files.exists(world.lakeFolder()) ? Files.walk(world.lakeFolder()) : Stream.empty()) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }
}
