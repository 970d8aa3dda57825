package dev.evenhand.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.support.Spark;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SiteCommandTest {
  @Test
  void aLakeWithoutRunsIsOneLineAndStatusTwo() {
    Path empty = Spark.temporary("empty-lake");
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    CommandLine line = new CommandLine(new SiteCommand(name -> Spark.session()));
    line.setExecutionExceptionHandler(
        (problem, command, parsed) ->
            Commands.status(problem, new PrintStream(said, true, StandardCharsets.UTF_8)));
    int status =
        line.execute("--lake", empty.toString(), "--out", empty.resolve("site").toString());
    assertThat(status).isEqualTo(ExitStatus.WRONG_INPUT);
    assertThat(said.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .contains("has no runs", "--lake");
  }
}
