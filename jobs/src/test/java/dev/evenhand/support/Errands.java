package dev.evenhand.support;

import dev.evenhand.command.Commands;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Several commands one after the other in one JVM, since starting one takes most of the time. */
public final class Errands {
  private final Path folder;
  private final Map<String, List<String>> commands = new LinkedHashMap<>();

  public Errands(Path folder) {
    this.folder = folder;
  }

  public void add(String name, String... arguments) {
    commands.put(name, List.of(arguments));
  }

  /** What became of each command, by its name. */
  public Map<String, Child.Ended> run(Child child) {
    try {
      List<String> lines = new ArrayList<>();
      commands.forEach((name, arguments) -> lines.add(name + "\t" + String.join("\t", arguments)));
      Files.write(folder.resolve("errands"), lines);
      Child.Ended all = Child.ended(child.start(Errands.class.getName(), folder.toString()));
      if (all.status() != 0) {
        throw new IllegalStateException("the child failed: " + all);
      }
      Map<String, Child.Ended> ended = new LinkedHashMap<>();
      for (String name : commands.keySet()) {
        ended.put(
            name,
            new Child.Ended(
                Integer.parseInt(Files.readString(folder.resolve(name + ".status"))),
                Files.readString(folder.resolve(name + ".out")),
                Files.readString(folder.resolve(name + ".err"))));
      }
      return ended;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The child: the errands of a folder, each with its output in files. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    for (String line : Files.readAllLines(folder.resolve("errands"))) {
      String[] parts = line.split("\t");
      try (PrintStream out = stream(folder.resolve(parts[0] + ".out"));
          PrintStream err = stream(folder.resolve(parts[0] + ".err"))) {
        System.setOut(out);
        System.setErr(err);
        int status = Commands.execute(Arrays.copyOfRange(parts, 1, parts.length));
        Files.writeString(folder.resolve(parts[0] + ".status"), Integer.toString(status));
      }
    }
    System.exit(0);
  }

  private static PrintStream stream(Path file) throws IOException {
    return new PrintStream(Files.newOutputStream(file), true, StandardCharsets.UTF_8);
  }
}
