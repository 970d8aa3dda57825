package dev.evenhand;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.support.Child;
import dev.evenhand.support.LakeTables;
import dev.evenhand.support.SparkHome;
import dev.evenhand.support.TinyWorld;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same run gives equal tables wherever its tasks run and however its rows are divided. */
@Tag("proof")
class EqualTablesTest {
  private final TinyWorld world = TinyWorld.shared();

  @Test
  void onOneCoreAndInOtherPartitions() {
    String lake = world.lake("one-core");
    Child.Ended run =
        world
            .child()
            .option("-Dspark.master=local[1]")
            .option("-Dspark.sql.shuffle.partitions=3")
            .evenhand(world.run(lake));
    assertThat(run.status()).as(run.toString()).isLessThanOrEqualTo(1);
    LakeTables.assertEqual(LakeTables.of(lake), LakeTables.of(world.undisturbed()));
  }

  @Test
  void onAClusterOfTwoWorkers() throws IOException, InterruptedException {
    needGatheredSpark();
    String lake = world.lake("cluster");
    Path log = world.home().resolve("cluster.log");
    String port = Integer.toString(freePort());
    script(Map.of("SPARK_MASTER_PORT", port), "scripts/cluster", "start");
    try {
      Map<String, String> environment =
          Map.of(
              "SPARK_MASTER",
              "spark://127.0.0.1:" + port,
              "EVENHAND_KEYS",
              world.home().resolve("keys.json").toString(),
              "EVENHAND_HEAP",
              "1500m",
              "EVENHAND_LOG",
              log.toString());
      assertThat(script(environment, evenhand(world.run(lake)))).isLessThanOrEqualTo(1);
    } finally {
      script(Map.of("SPARK_MASTER_PORT", port), "scripts/cluster", "stop");
    }
    for (String worker : List.of("work1", "work2")) {
      assertThat(outputs(worker))
          .as(worker + " ran an executor, which read no number of a customer into its log")
          .isNotEmpty()
          .noneMatch(text -> text.contains(TinyWorld.CUSTOMER_PREFIX));
    }
    LakeTables.assertEqual(LakeTables.of(lake), LakeTables.of(world.undisturbed()));
  }

  @Test
  void throughTheSubmitOfAnotherSpark() throws IOException, InterruptedException {
    needGatheredSpark();
    String lake = world.lake("submitted");
    Map<String, String> environment =
        Map.of(
            "SPARK_HOME", SparkHome.in(world.home().resolve("spark")).toString(),
            "SPARK_MASTER", "local[2]",
            "EVENHAND_KEYS", world.home().resolve("keys.json").toString(),
            "EVENHAND_HEAP", "1500m",
            "EVENHAND_LOG", world.home().resolve("submitted.log").toString());
    assertThat(script(environment, evenhand(world.run(lake)))).isLessThanOrEqualTo(1);
    LakeTables.assertEqual(LakeTables.of(lake), LakeTables.of(world.undisturbed()));
  }

  @Test
  void aSparkOfAnotherVersionIsNamedAndNotTried() throws IOException, InterruptedException {
    Path home = Files.createDirectories(world.home().resolve("older/jars")).getParent();
    Files.createFile(home.resolve("jars/spark-core_2.12-3.5.1.jar"));
    int status = script(Map.of("SPARK_HOME", home.toString()), evenhand("--version"));
    assertThat(status).isEqualTo(2);
    assertThat(Files.readString(world.home().resolve("scripts.out")))
        .contains("SPARK_HOME=" + home + ": found spark-core_2.12-3.5.1; Spark 4.1 with");
  }

  private static void needGatheredSpark() {
    Assumptions.assumeTrue(
        Files.exists(Path.of("target/spark/jars/.complete")),
        "nothing to make a Spark of; build it: scripts/evenhand --version");
  }

  private static String[] evenhand(String... arguments) {
    return Stream.concat(Stream.of("scripts/evenhand"), Stream.of(arguments))
        .toArray(String[]::new);
  }

  private int script(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(List.of(command));
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    builder.redirectOutput(
        ProcessBuilder.Redirect.appendTo(world.home().resolve("scripts.out").toFile()));
    Process process = builder.start();
    if (!process.waitFor(10, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
    }
    return process.exitValue();
  }

  private static List<String> outputs(String worker) throws IOException {
    List<String> outputs = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("target/cluster", worker))) {
      for (Path file : files.filter(path -> path.endsWith("stderr")).toList()) {
        outputs.add(Files.readString(file));
      }
    }
    return outputs;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
