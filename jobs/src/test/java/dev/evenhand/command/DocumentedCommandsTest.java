package dev.evenhand.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The documents name the commands there are, with the options they have. */
class DocumentedCommandsTest {
  private static final Pattern ROW = Pattern.compile("^\\| `([a-z]+)[ `]");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  @Test
  void theTableOfCommandsNamesEveryCommand() throws IOException {
    Set<String> documented = new TreeSet<>();
    for (String line : Files.readAllLines(Path.of("README.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.find()) {
        documented.add(row.group(1));
      }
    }
    Set<String> there = new TreeSet<>(Commands.line().getSubcommands().keySet());
    there.remove("help");
    there.removeAll(StepCommand.STEPS);
    there.addAll(Set.of("balance", "card", "consent", "explain")); // steps whose commands do more
    documented.removeAll(Set.of("ingest"));
    assertThat(documented).isEqualTo(there);
  }

  static Stream<String> examples() throws IOException {
    List<String> examples = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("notebooks-docs"))) {
      for (Path file : Stream.concat(files, Stream.of(Path.of("README.md"))).toList()) {
        if (file.toString().endsWith(".md")) {
          Files.readString(file)
              .replaceAll("\\\\\\n\\s*", " ")
              .lines()
              .map(line -> line.replaceFirst("^[A-Z_]+=\\S+ ", "").replaceFirst("\\s+#.*", ""))
              .filter(line -> line.startsWith("scripts/evenhand "))
              .forEach(examples::add);
        }
      }
    }
    return examples.stream();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleIsUnderstoodAndItsPipelineFileIsThere(String example) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(example.substring("scripts/evenhand ".length()));
    while (word.find()) {
      words.add(word.group(1) != null ? word.group(1) : word.group(2));
    }
    CommandLine line = Commands.line();
    assertThatCode(() -> line.parseArgs(words.toArray(String[]::new))).doesNotThrowAnyException();
    assertThat(words).filteredOn(each -> each.endsWith(".yaml")).allMatch(file -> isThere(file));
  }

  private static boolean isThere(String file) {
    return Files.exists(Path.of(file));
  }
}
