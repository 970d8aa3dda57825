package dev.evenhand.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.base.DataProblem;
import dev.evenhand.card.SampleLake;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.support.FixedKeys;
import dev.evenhand.support.Spark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What card and approve write, and what they refuse. */
class CardCommandTest {
  private static final Path HOME = Spark.temporary("card-command");
  private static final Keys KEYS = FixedKeys.in(HOME);
  private static String lake;

  @BeforeAll
  static void write() {
    lake = SampleLake.withCard().lake().files().root();
  }

  private static int run(Object command, String... arguments) {
    CommandLine line = new CommandLine(command);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (problem, where, parsed) ->
            problem instanceof DataProblem ? ExitStatus.WRONG_INPUT : ExitStatus.FAILED);
    return line.execute(arguments);
  }

  private static CardCommand card() {
    return new CardCommand(name -> Spark.session());
  }

  private static ApproveCommand approve() {
    return new ApproveCommand(name -> Spark.session(), () -> KEYS);
  }

  @Test
  void theNameOfTheFileSaysTheForm() throws IOException {
    for (String name : new String[] {"card.html", "card.json", "card.md"}) {
      Path out = HOME.resolve(name);
      assertThat(run(card(), "--lake", lake, "--out", out.toString())).isEqualTo(ExitStatus.DONE);
      assertThat(Files.readString(out)).contains("Which customers are called");
    }
    assertThat(Files.readString(HOME.resolve("card.md"))).startsWith("---\n");
    assertThat(Files.readString(HOME.resolve("card.json"))).startsWith("{");
  }

  @Test
  void approvalsReachTheCard() throws IOException {
    assertThat(
            run(
                approve(),
                "--lake",
                lake,
                "--model",
                "even-odds",
                "--by",
                "R. Okafor",
                "--role",
                "ethics board",
                "--note",
                "for one season"))
        .isEqualTo(ExitStatus.DONE);
    Path out = HOME.resolve("approved.md");
    run(
        card(),
        "--lake",
        lake,
        "--model",
        "even-odds",
        "--format",
        "markdown",
        "--out",
        out.toString());
    assertThat(Files.readString(out)).contains("| approved | R. Okafor | ethics board |");
  }

  @Test
  void nothingIsWrittenForAModelThatIsNotThere() {
    Path out = HOME.resolve("nobody.html");
    assertThat(run(card(), "--lake", lake, "--model", "nobody", "--out", out.toString()))
        .isEqualTo(ExitStatus.WRONG_INPUT);
    assertThat(out).doesNotExist();
    assertThat(run(approve(), "--lake", lake, "--model", "nobody", "--by", "A", "--role", "B"))
        .isEqualTo(ExitStatus.WRONG_INPUT);
    assertThat(run(approve(), "--lake", HOME + "/none", "--by", "A", "--role", "B"))
        .isEqualTo(ExitStatus.WRONG_INPUT);
  }
}
