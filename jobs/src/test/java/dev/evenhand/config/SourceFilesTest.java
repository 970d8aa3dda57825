package dev.evenhand.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said where a source's files aren't there. */
class SourceFilesTest {
  @TempDir Path folder;
  private Example example;

  @BeforeEach
  void inFolder() {
    example = Example.in(folder);
  }

  private Example withPath(String path) {
    return example.with("path: receipts.csv", "path: " + path);
  }

  @Test
  void namesTheFileAndTheFolderThatExists() {
    withPath("2017/receipts.csv");
    assertThat(example.problems())
        .containsExactly(
            "8:11: no file '"
                + folder
                + "/shop/2017/receipts.csv'; a file that is there is"
                + " required; correct path or data (the folder "
                + folder
                + "/shop exists)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"'*.csv'", "'{receipts,sales}.csv'", "'r?ceipts.csv'", ".", "'../*/*.csv'"})
  void acceptsFoldersAndGlobs(String path) {
    assertThat(withPath(path).pipeline().sources()).hasSize(1);
  }

  @Test
  void acceptsFilesElsewhere() throws IOException {
    Path file = Files.writeString(folder.resolve("else.csv"), "a\n");
    assertThat(withPath(file.toString()).pipeline().sources()).hasSize(1);
  }

  @Test
  void acceptsAFileUri() throws IOException {
    Path file = Files.writeString(folder.resolve("else.csv"), "a\n");
    assertThat(withPath(file.toUri().toString()).pipeline().sources()).hasSize(1);
  }

  @Test
  void leavesOtherFileSystemsToSpark() {
    assertThat(withPath("s3a://bucket/sales/*.csv").pipeline().sources()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'*.json'", "'no/*.csv'", "empty", "hidden"})
  void refusesWhatMatchesNothing(String path) throws IOException {
    Files.createDirectories(folder.resolve("shop/empty"));
    Files.createDirectories(folder.resolve("shop/hidden"));
    Files.writeString(folder.resolve("shop/hidden/_SUCCESS"), "");
    assertThat(withPath(path).problems()).singleElement().asString().startsWith("8:11: no file");
  }

  @Test
  void aDeltaSourceHasALog() throws IOException {
    example.with("format: csv", "format: delta").with("path: receipts.csv", "path: table");
    assertThat(example.problems())
        .singleElement()
        .asString()
        .startsWith("8:11: no Delta table at '" + folder + "/shop/table'");
    Files.createDirectories(folder.resolve("shop/table/_delta_log"));
    assertThat(example.pipeline().sources()).hasSize(1);
  }

  @Test
  void namesEveryMissingFile() {
    withPath("no.csv").with("conform:", "  b: {format: json, path: none.json}\nconform:");
    assertThat(example.problems()).hasSize(2);
  }
}
