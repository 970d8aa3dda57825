package dev.evenhand.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.base.DataProblem;
import dev.evenhand.support.Spark;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
  private Path out;

  @BeforeEach
  void write() throws IOException {
    folder = Spark.temporary("anonymize");
    out = folder.resolve("out");
    Files.writeString(folder.resolve("in.csv"), TABLE);
    Files.createDirectory(folder.resolve("trees"));
  }

  private String run(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of(folder.resolve("in.csv").toString(), "--out", out().toString()));
    arguments.addAll(List.of(more));
    CommandLine line = new CommandLine(new AnonymizeCommand(name -> Spark.session()));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    StringWriter refused = new StringWriter();
    line.setErr(new PrintWriter(refused));
    List<String> problems = new ArrayList<>();
    line.setExecutionExceptionHandler(
        (problem, command, parsed) -> {
          problems.add(
              problem instanceof DataProblem ? problem.getMessage() : String.valueOf(problem));
          return 2;
        });
    int status = line.execute(arguments.toArray(String[]::new));
    refused.toString().lines().limit(1).forEach(problems::add);
    return status + (problems.isEmpty() ? "" : " " + problems.get(0));
  }

  private Path out() {
    return out;
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

  private String reused(String... more) throws IOException {
    String first = folder.resolve("first").toString();
    String[] words = {"--quasi-identifiers", "home.town,age", "--k", "2", "--reuse", first};
    return run(Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new));
  }

  /** What the first table held as a number may not become a missing one in the second. */
  @Test
  void reusedCutsSayWhatColumnsHold() throws IOException {
    run("--quasi-identifiers", "home.town,age", "--k", "2");
    Files.move(out(), folder.resolve("first"));
    fileHolds(TABLE.replace("23", "39 years"));
    assertThat(reused())
        .isEqualTo(
            "2 --reuse %s age=number: 1 rows hold none. Mend them, or make cuts anew."
                .formatted(folder.resolve("first")));
    fileHolds(TABLE.replace("Bonn", "12").replace("Kiel; Ost", "13").replace("Kiel", "12"));
    assertThat(reused()).as("towns that look like numbers").isEqualTo("0");
    assertThat(column(1).get("Ann")).isEqualTo("{12|13}");
  }

  @Test
  void refusesWhatReusedCutsCanNotFollow() throws IOException {
    run("--quasi-identifiers", "home.town,age", "--k", "2");
    Files.move(out(), folder.resolve("first"));
    assertThat(reused("--recoding", "labels"))
        .startsWith("2 --reuse writes sets and intervals, --recoding labels can't be had with it.");
    assertThat(reused("--groups", "income", "--protect-small-groups"))
        .startsWith("2 --protect-small-groups is about how cuts are chosen");
    assertThat(reused("--kinds", "age=category")).startsWith("2 --kinds age=category: the cuts of");
    assertThat(reused("--kinds", "income=category"))
        .startsWith("2 --kinds is about column 'income', which is not among");
    assertThat(out()).doesNotExist();
    assertThat(reused("--kinds", "age=number")).isEqualTo("0");
  }

  @Test
  void refusesWhatIsNoNumberWhereOneIsTold() throws IOException {
    for (String none : List.of("NaN", "1e999", "-Infinity", "old")) {
      fileHolds(TABLE.replace("23", none));
      assertThat(run("--quasi-identifiers", "age", "--k", "2", "--kinds", "age=number"))
          .as(none)
          .startsWith("2 --kinds age=number: 1 rows hold none");
    }
    fileHolds(TABLE.replace("23", "1e999"));
    assertThat(run("--quasi-identifiers", "age", "--k", "2"))
        .startsWith("2 Column 'age' holds numbers that are infinite");
    nothingIsLeft();
  }

  /** A column of so many values tells of persons. */
  @Test
  void refusesGroupsOfAThousandAndOne() throws IOException {
    StringBuilder many = new StringBuilder(TABLE);
    for (int i = 0; i < 997; i++) {
      many.append("name").append(i).append(";Bonn;23;low\n");
    }
    fileHolds(many.toString());
    assertThat(run("--quasi-identifiers", "home.town,age", "--k", "2", "--groups", "name"))
        .startsWith("2 Column 'name' has 1,001 groups, at most 1,000 can be compared.");
    nothingIsLeft();
  }

  @Test
  void cutsThatCantBeReadAreNotCalledMissing() throws IOException {
    run("--quasi-identifiers", "home.town,age", "--k", "2");
    Files.move(out(), folder.resolve("first"));
    Path cuts = folder.resolve("first").resolve(TableFiles.CUTS);
    Files.move(cuts.resolve("nodes"), cuts.resolve("gone"));
    String first = folder.resolve("first").toString();
    assertThat(run("--quasi-identifiers", "home.town,age", "--k", "2", "--reuse", first))
        .startsWith("2 --reuse " + first + ": its cuts can't be read: ")
        .contains("nodes");
    Files.createDirectory(cuts.resolve("nodes"));
    Files.writeString(cuts.resolve("nodes/part-0.parquet"), "damaged");
    assertThat(run("--quasi-identifiers", "home.town,age", "--k", "2", "--reuse", first))
        .startsWith("2 --reuse " + first + ": its cuts can't be read: ");
  }

  private static final String BORN =
      """
      name;born;grade;zip
      Ann;1980-01-05;low;24103
      Bob;1991-07-30;medium;53111
      Cid;1980-03-01;high;24105
      Dee;1991-08-02;top;53113
      Eve;;low;24103
      Fay;;medium;53111
      """;

  private void fileHolds(String table) throws IOException {
    Files.writeString(folder.resolve("in.csv"), table);
  }

  /** What was published in a column by the name in the first one. */
  private Map<String, String> column(int at) throws IOException {
    return published(out()).stream()
        .skip(1)
        .map(line -> line.split(";", -1))
        .collect(
            Collectors.toMap(
                fields -> fields[0], fields -> fields[at], (one, two) -> one, TreeMap::new));
  }

  @Test
  void datesInTextAreWrittenAsIntervalsThatHoldThem() throws IOException {
    fileHolds(BORN);
    assertThat(run("--quasi-identifiers", "born", "--k", "2")).isEqualTo("0");
    Map<String, String> born = column(1);
    String eighties = "[1980-01-05, 1980-03-01]";
    String nineties = "[1991-07-30, 1991-08-02]";
    assertThat(born)
        .isEqualTo(
            Map.of(
                "Ann", eighties, "Cid", eighties, "Bob", nineties, "Dee", nineties, "Eve", "",
                "Fay", ""));
    Map<String, Long> classes =
        born.values().stream().collect(Collectors.groupingBy(one -> one, Collectors.counting()));
    assertThat(classes.values()).allMatch(rows -> rows >= 2);
  }

  @Test
  void aColumnWithADayThatThereIsNotHoldsCategories() throws IOException {
    fileHolds(BORN.replace("1980-03-01", "1980-02-30"));
    assertThat(run("--quasi-identifiers", "born", "--k", "3")).isEqualTo("0");
    assertThat(column(1).get("Cid")).startsWith("{").contains("1980-02-30");
  }

  /** Somebody wrote down what the dates are to become. */
  @Test
  void datesWithAHierarchyAreItsCategories() throws IOException {
    fileHolds(BORN);
    Files.write(
        folder.resolve("trees/x_hierarchy_born.csv"),
        List.of(
            "1980-01-05;1980;*",
            "1980-03-01;1980;*",
            "1991-07-30;1991;*",
            "1991-08-02;1991;*",
            ";;*"));
    assertThat(run(withTrees("--quasi-identifiers", "born", "--k", "2", "--recoding", "labels")))
        .isEqualTo("0");
    assertThat(column(1)).containsEntry("Ann", "1980").containsEntry("Dee", "1991");
  }

  private String[] withTrees(String... words) {
    return Stream.concat(
            Stream.of(words),
            Stream.of("--hierarchies", folder.resolve("trees").toString(), "--separator", ";"))
        .toArray(String[]::new);
  }

  @Test
  void anOrderedColumnIsWrittenAsRangesInTheOrderOfItsHierarchy() throws IOException {
    fileHolds(BORN);
    Files.write(
        folder.resolve("trees/x_hierarchy_grade.csv"),
        List.of("low;*", "medium;*", "high;*", "top;*"));
    for (String recoding : List.of("sets", "labels")) {
      out = folder.resolve(recoding);
      String[] words = {"--quasi-identifiers", "grade", "--k", "2", "--kinds", "grade=ordered"};
      String[] asked =
          Stream.concat(Stream.of(words), Stream.of("--recoding", recoding)).toArray(String[]::new);
      assertThat(run(withTrees(asked))).isEqualTo("0");
      assertThat(column(2))
          .as(recoding)
          .containsEntry("Cid", "[high..top]")
          .containsEntry("Dee", "[high..top]");
      assertThat(column(2).get("Ann")).isIn("low", "[low..medium]");
    }
  }

  @Test
  void codesThatLookLikeNumbersAreCategoriesWhenToldSo() throws IOException {
    fileHolds(BORN.replace("24103", "24104"));
    assertThat(run("--quasi-identifiers", "zip", "--k", "3")).isEqualTo("0");
    assertThat(column(3)).containsEntry("Ann", "[24104, 24105]");
    out = folder.resolve("told");
    assertThat(run("--quasi-identifiers", "zip", "--k", "3", "--kinds", "zip=category"))
        .isEqualTo("0");
    assertThat(column(3).get("Ann")).startsWith("{").contains("24104");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "age            # --kinds has 'age'; write COLUMN=KIND",
        "age=tall       # --kinds has 'age=tall'; write COLUMN=KIND",
        "age=number,age=date # --kinds names column 'age' twice",
        "income=ordered # --kinds is about column 'income', which is not among --quasi-identifiers",
        "home.town=date # --kinds home.town=date: 4 rows hold none (a date is written 2024-12-31).",
        "home.town=number # --kinds home.town=number: 4 rows hold none. Mend them"
      })
  void refusesAKindThatIsNone(String kinds, String line) throws IOException {
    assertThat(run("--quasi-identifiers", "home.town,age", "--k", "2", "--kinds", kinds))
        .startsWith("2 " + line);
    nothingIsLeft();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "--l-diversity      # distinct        # --l-diversity was 'distinct'; allowed is distinct:L",
        "--l-diversity      # distinct:1      # --l-diversity was 'distinct:1'",
        "--l-diversity      # distinct:2:3    # --l-diversity was 'distinct:2:3'",
        "--l-diversity      # entropy:x       # --l-diversity was 'entropy:x'",
        "--l-diversity      # recursive:3     # --l-diversity was 'recursive:3'",
        "--l-diversity      # recursive:0:2   # --l-diversity was 'recursive:0:2'",
        "--t-closeness      # 1.2:equal       # --t-closeness was '1.2:equal'; allowed is T:equal",
        "--t-closeness      # 0.2:far         # --t-closeness was '0.2:far'",
        "--t-closeness      # 0.2:equal:2     # --t-closeness was '0.2:equal:2'",
        "--t-closeness      # equal:0.2       # --t-closeness was 'equal:0.2'",
        "--t-closeness      # 0.2:hierarchical # The hierarchical distance needs a hierarchy",
        "--beta-likeness    # 0               # --beta-likeness was '0'; allowed is a number over 0",
        "--suppress-at-most # two             # --suppress-at-most must be a number, was 'two'",
        "--suppress-at-most # 2%%             # --suppress-at-most must be a number, was '2%'",
        "--suppress-at-most # 100%            # --suppress-at-most must be from 0% to below 100%",
        "--recoding         # trees           # Invalid value for option '--recoding'",
        "--format           # xml             # Invalid value for option '--format'",
        "--k                # two             # Invalid value for option '--k': 'two' is not an int",
        "--hierarchies      # no-such-folder  # --hierarchies no-such-folder is no folder",
        "--separator        # ''              # --separator is empty",
        "--reuse            # no-such-folder  # --reuse no-such-folder holds no cuts"
      })
  void refusesAFormThatItDoesNotKnowAndWritesNothing(String option, String value, String line)
      throws IOException {
    List<String> words =
        new ArrayList<>(List.of("--quasi-identifiers", "home.town,age", "--sensitive", "income"));
    words.addAll(option.equals("--k") ? List.of() : List.of("--k", "2"));
    words.addAll(List.of(option, value));
    assertThat(run(words.toArray(String[]::new))).startsWith("2 " + line);
    nothingIsLeft();
  }

  private void nothingIsLeft() throws IOException {
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("in.csv", "trees");
    }
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
    assertThat(run("--quasi-identifiers", towns, "--k", "2", "--l-diversity", "distinct:2"))
        .startsWith("2 --l-diversity, --t-closeness and --beta-likeness are about a sensitive");
    assertThat(run("--quasi-identifiers", towns, "--k", "2", "--protect-small-groups"))
        .startsWith("2 --protect-small-groups is about the groups of a column. Name it");
    assertThat(run("--quasi-identifiers", towns, "--k", "2", "--t-closeness", "0.2:hierarchical"))
        .startsWith("2 --l-diversity, --t-closeness and --beta-likeness are about a sensitive");
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
    Files.writeString(folder.resolve("in.csv"), "");
    assertThat(run("--quasi-identifiers", towns, "--k", "2"))
        .contains("in.csv is empty. Give a table");
    nothingIsLeft();
  }
}
