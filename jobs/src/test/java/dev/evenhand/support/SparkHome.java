package dev.evenhand.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder as Spark's distribution has it: its jars without Delta's and S3's, and a {@code
 * bin/spark-submit} that asks Spark's own launcher library for the command.
 */
public final class SparkHome {
  private static final Path GATHERED = Path.of("target/spark/jars");

  /** What Evenhand gathers and a distribution of Spark lacks. */
  private static final Pattern OURS =
      Pattern.compile(
          "(delta|hadoop-aws|unitycatalog|analyticsaccelerator|wildfly|jjwt)-.*|.*-2\\.29\\.52\\.jar");

  private static final String SUBMIT =
      """
      #!/usr/bin/env bash
      set -euo pipefail
      export SPARK_SCALA_VERSION=2.13
      words=()
      while IFS= read -r -d '' word; do words+=("${word//$'\\n'/}"); done < <(java -cp "$SPARK_HOME/jars/*" \
        org.apache.spark.launcher.Main org.apache.spark.deploy.SparkSubmit "$@")
      [ -n "${words[0]}" ] || words=("${words[@]:1}")
      exec "${words[@]}"
      """;

  private SparkHome() {}

  /** Makes one of links to the jars that the launcher gathered. */
  public static Path in(Path folder) throws IOException {
    Path jars = Files.createDirectories(folder.resolve("jars"));
    try (Stream<Path> gathered = Files.list(GATHERED)) {
      List<Path> all = gathered.filter(jar -> jar.toString().endsWith(".jar")).toList();
      for (Path jar : all) {
        String name = jar.getFileName().toString();
        if (!OURS.matcher(name).matches()) {
          Files.createSymbolicLink(jars.resolve(name), jar.toAbsolutePath());
        }
      }
    }
    Path submit = Files.createDirectories(folder.resolve("bin")).resolve("spark-submit");
    Files.writeString(submit, SUBMIT);
    Files.setPosixFilePermissions(submit, PosixFilePermissions.fromString("rwxr-xr-x"));
    return folder;
  }
}
