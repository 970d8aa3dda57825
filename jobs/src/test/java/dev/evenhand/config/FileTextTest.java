package dev.evenhand.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.evenhand.base.DataProblem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a file that can't be read as a pipeline file at all. */
class FileTextTest {
  @TempDir Path folder;

  private String problem(byte[] bytes) throws IOException {
    return problem(Files.write(folder.resolve("x.yaml"), bytes));
  }

  private static String problem(Path file) {
    DataProblem problem =
        catchThrowableOfType(
            DataProblem.class, () -> PipelineFile.read(file, Map.of(), Overrides.none()));
    assertThat(problem.lines()).hasSize(1);
    assertThat(problem.getMessage()).startsWith(file.toString());
    return problem.getMessage().substring(file.toString().length());
  }

  private String problem(String text) throws IOException {
    return problem(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void namesAMissingFile() {
    assertThat(problem(folder.resolve("no.yaml"))).startsWith(": no such file; give a pipeline");
  }

  @Test
  void namesAFolder() {
    assertThat(problem(folder)).startsWith(": a folder, not a file; give a pipeline file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n\n", "# only a comment\n", "---\n...\n"})
  void namesAnEmptyFile(String text) throws IOException {
    assertThat(problem(text)).startsWith(":1:1: the file is empty; give a pipeline file");
  }

  @Test
  void placesTheFirstByteThatIsNotUtf8() throws IOException {
    byte[] bytes = "pipeline: a\ndata: M.nchen\n".getBytes(StandardCharsets.US_ASCII);
    bytes[19] = (byte) 0xFC;
    assertThat(problem(bytes)).startsWith(":2:8: not text: a byte that is not UTF-8 stands here");
  }

  @Test
  void namesTextThatEndsWithinACharacter() throws IOException {
    byte[] bytes = {'a', ':', ' ', (byte) 0xC3};
    assertThat(problem(bytes)).startsWith(":1:4: not text: a byte that is not UTF-8 stands here");
  }

  @Test
  void namesACompressedFile() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(Example.TEXT.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(problem(bytes.toByteArray())).startsWith(":1:").contains("not text");
  }

  @Test
  void namesAControlCharacter() throws IOException {
    assertThat(problem("pipeline: a\nd: \0x\n"))
        .startsWith(":2:4: not text: a control character stands here");
  }

  @Test
  void namesAFileThatIsFarTooLarge() throws IOException {
    assertThat(problem("#".repeat(2 << 20))).startsWith(": larger than 1 MiB");
  }

  @ParameterizedTest
  @ValueSource(strings = {"just words", "[pipeline, data]", "42"})
  void namesAFileThatIsNoMapping(String text) throws IOException {
    assertThat(problem(text)).startsWith(":1:1: the file is a").contains("begin with pipeline:");
  }

  @Test
  void namesAFileThatIsCutShortInsideAMapping() throws IOException {
    int cut = Example.TEXT.indexOf(", intended_use");
    assertThat(problem(Example.TEXT.substring(0, cut)))
        .startsWith(":40:")
        .contains("not YAML: expected ',' or '}', but got <stream end>")
        .endsWith("correct it, or complete the file");
  }

  @Test
  void readsAFileWithAByteOrderMark() {
    Example example = Example.in(folder).text("\uFEFF" + Example.TEXT);
    assertThat(example.pipeline().pipeline()).isEqualTo("coupons");
  }

  @Test
  void refusesTwoDocuments() throws IOException {
    assertThat(problem("a: 1\n---\nb: 2\n")).contains("not YAML: but found another document");
  }

  @Test
  void refusesAnAliasThatHoldsItself() throws IOException {
    assertThat(problem("pipeline: &a [*a]\n")).contains("an alias that holds itself");
  }

  @Test
  void refusesAliasesThatMultiply() throws IOException {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      String alias = "*a" + (i - 1);
      bomb.append("a").append(i).append(": &a").append(i).append(" [");
      bomb.append(String.join(", ", Collections.nCopies(10, alias))).append("]\n");
    }
    assertThat(problem(bomb.toString())).contains("more than 20000 values");
  }

  @Test
  void refusesTagsThatNameAClass() throws IOException {
    assertThat(problem("pipeline: !!java.net.URL [\"http://example.com\"]\n")).contains("tag");
  }

  @Test
  void refusesNestingWithoutEnd() throws IOException {
    assertThat(problem("a: " + "[".repeat(200) + "]".repeat(200))).contains("not YAML");
  }
}
