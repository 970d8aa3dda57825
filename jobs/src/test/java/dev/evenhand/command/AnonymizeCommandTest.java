package dev.evenhand.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.base.DataProblem;
import dev.evenhand.support.Spark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class AnonymizeCommandTest {
  private static final String TABLE =
      """
      name;home.town;age;income
      Ann;Bonn;23;low
      Bob;Bonn;24;high
      Cid;Kiel;51;low
      Dee;"Kiel; Ost";52;high
      """;
  private static final List<String> TOWNS =
      List.of("Bonn;west;*", "Kiel;north;*", "Kiel, Ost;north;*");

  private Path folder;

  @BeforeEach
  void write() throws IOException {
    folder = Spark.temporary("anonymize");
    Files.writeString(folder.resolve("in.csv"), TABLE);
    Files.createDirectory(folder.resolve("trees"));
  }

  private String run(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of(folder.resolve("in.csv").toString(), "--out", out().toString()));
    arguments.addAll(List.of(more));
    CommandLine line = new CommandLine(new AnonymizeCommand(name -> Spark.session()));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    List<String> problems = new ArrayList<>();
    line.setExecutionExceptionHandler(
        (problem, command, parsed) -> {
          problems.add(
              problem instanceof DataProblem ? problem.getMessage() : String.valueOf(problem));
          return 2;
        });
    int status = line.execute(arguments.toArray(String[]::new));
    return status + (problems.isEmpty() ? "" : " " + problems.get(0));
  }

  private Path out() {
    return folder.resolve("out");
  }

  private List<String> published(Path from) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      Path part =
          files.filter(path -> path.getFileName().toString().startsWith("part-")).findFirst().get();
      return Files.readAllLines(part);
    }
  }

  @Test
  void writesTheSameColumnsInTheSameOrderAndAReport() throws IOException {
    assertThat(run("--quasi-identifiers", "home.town,age", "--k", "2")).isEqualTo("0");
    assertThat(published(out()))
        .containsExactly(
            "name;home.town;age;income",
            "Ann;Bonn;[23, 24];low",
            "Bob;Bonn;[23, 24];high",
            "Cid;\"{Kiel|Kiel; Ost}\";[51, 52];low",
            "Dee;\"{Kiel|Kiel; Ost}\";[51, 52];high");
    assertThat(Files.readString(out().resolve("report.json")))
        .contains("\"rows_published\" : 4", "\"smallest\" : 2", "\"rows_suppressed\" : 0");
  }

  @Test
  void writesLabelsOfHierarchies() throws IOException {
    Files.writeString(folder.resolve("in.csv"), TABLE.replace("\"Kiel; Ost\"", "\"Kiel, Ost\""));
    Files.write(folder.resolve("trees/x_hierarchy_home.town.csv"), TOWNS);
    String trees = folder.resolve("trees").toString();
    String status =
        run(
            "--quasi-identifiers",
            "home.town,age",
            "--k",
            "2",
            "--hierarchies",
            trees,
            "--recoding",
            "labels",
            "--separator",
            ";");
    assertThat(status).isEqualTo("0");
    assertThat(published(out()).get(4)).isEqualTo("Dee;north;[51, 52];high");
  }

  @Test
  void reusesTheCutsOfAnEarlierRun() throws IOException {
    run("--quasi-identifiers", "home.town,age", "--k", "2");
    Files.move(out(), folder.resolve("first"));
    Files.writeString(
        folder.resolve("in.csv"), TABLE.replace("23", "30").replace("51", "60") + "Eve;Ulm;70;low");
    String first = folder.resolve("first").toString();
    assertThat(run("--quasi-identifiers", "home.town,age", "--k", "2", "--reuse", first))
        .isEqualTo("0");
    assertThat(published(out()))
        .contains("Ann;Bonn;[24, 30];low", "Eve;\"{Kiel|Kiel; Ost|Ulm}\";[52, 70];low");
  }

  @Test
  void saysWhatIsWrongAndLeavesNothingBehind() throws IOException {
    String towns = "home.town,age";
    assertThat(run("--quasi-identifiers", towns, "--k", "1")).startsWith("2 k must be 2 or more");
    assertThat(run("--quasi-identifiers", towns, "--k", "5"))
        .startsWith("2 k is 5, but the table has 4 rows");
    assertThat(run("--quasi-identifiers", "age,nose", "--k", "2"))
        .startsWith("2 The table has no column 'nose'");
    assertThat(run("--quasi-identifiers", towns, "--k", "2", "--sensitive", "age"))
        .startsWith("2 Column 'age' is both quasi-identifier and sensitive");
    assertThat(run("--quasi-identifiers", towns, "--k", "2", "--l-diversity", "much:3"))
        .startsWith("2 --l-diversity was 'much:3'; allowed is distinct:L");
    String trees = folder.resolve("trees").toString();
    Path tree = folder.resolve("trees/x_hierarchy_home.town.csv");
    Files.write(tree, TOWNS);
    assertThat(run("--quasi-identifiers", towns, "--k", "2", "--hierarchies", trees))
        .startsWith("2 The hierarchy of 'home.town' misses 1 of the values in the table");
    Files.write(tree, List.of("Bonn;west;*", "Kiel;north;+"));
    assertThat(run("--quasi-identifiers", towns, "--k", "2", "--hierarchies", trees))
        .startsWith("2 Hierarchy x_hierarchy_home.town.csv has two roots, a second one in line 2");
    Files.delete(tree);
    Files.writeString(folder.resolve("in.csv"), TABLE + "too;few\n");
    assertThat(run("--quasi-identifiers", towns, "--k", "2")).contains("don't fit its header");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("in.csv", "trees");
    }
  }
}
