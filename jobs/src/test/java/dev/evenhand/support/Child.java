package dev.evenhand.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Evenhand in a JVM of its own, as an operator starts it, so that it may be killed. */
public final class Child {
  private static final long MOST_SECONDS = 300;

  private final Path home;
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> options = new ArrayList<>();

  private Child(Path home) {
    this.home = home;
    option("-Xmx2g");
    option("-Xss4m");
    option("-XX:+UseSerialGC");
    option("-XX:TieredStopAtLevel=1"); // a child is over before the second compiler pays
    option("-XX:ReservedCodeCacheSize=240m"); // the first alone would get 48m
    option("-Dspark.sql.shuffle.partitions=2");
    option("-Dspark.master=local[2]");
    option("-Dlog4j2.configurationFile=" + Path.of("conf/log4j2.properties").toAbsolutePath());
    environment("EVENHAND_KEYS", home.resolve("keys.json").toString());
    environment("SPARK_LOCAL_IP", "127.0.0.1");
  }

  /** How a process ended, and what it said. */
  public record Ended(int status, String out, String err) {}

  /** A child whose keys, log and output lie in a folder. */
  public static Child in(Path home) {
    return new Child(home);
  }

  /** Another option of the JVM; of two that contradict each other the last one counts. */
  public Child option(String option) {
    options.add(option);
    return this;
  }

  public Child environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Runs one command to its end. */
  public Ended evenhand(String... arguments) {
    return ended(start("dev.evenhand.Evenhand", arguments));
  }

  /** Starts a class and comes back at once. */
  public Running start(String type, String... arguments) {
    try {
      Path folder = Files.createTempDirectory(home, "child");
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
          .filter(argument -> argument.startsWith("--add-opens"))
          .forEach(command::add);
      command.addAll(options);
      command.add("-Devenhand.log=" + folder.resolve("log"));
      command.addAll(List.of("-cp", classPath(), type));
      command.addAll(List.of(arguments));
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(environment);
      builder.redirectOutput(folder.resolve("out").toFile());
      builder.redirectError(folder.resolve("err").toFile());
      return new Running(builder.start(), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A process and the folder that its output goes to. */
  public record Running(Process process, Path folder) {}

  /** Waits for the end; kills a process that takes too long. */
  public static Ended ended(Running running) {
    try {
      if (!running.process().waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        running.process().destroyForcibly().waitFor();
      }
      return new Ended(
          running.process().exitValue(),
          Files.readString(running.folder().resolve("out")),
          Files.readString(running.folder().resolve("err")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The tests' own; the classes under test among it, not the jar. */
  private static String classPath() {
    String path = System.getProperty("java.class.path");
    return path.endsWith(".jar") && !path.contains(File.pathSeparator)
        ? System.getProperty("surefire.test.class.path", path)
        : path;
  }
}
