package dev.evenhand.command;

import dev.evenhand.lake.Catalog;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.Lease;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.rights.Erasure;
import dev.evenhand.rights.Rectification;
import dev.evenhand.rights.SubjectResolver;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Corrects what is held on a customer, and keeps it corrected. */
@Command(
    name = "rectify",
    description = "Corrects attributes of a customer, against what sources go on to deliver.",
    mixinStandardHelpOptions = true)
final class RectifyCommand implements Callable<Integer> {
  @Mixin private OneSubject subject;

  @Option(
      names = "--set",
      paramLabel = "ATTRIBUTE=VALUE",
      required = true,
      description = "What is right; nothing after = if no value is.")
  private Map<String, String> values;

  @Option(names = "--reason", description = "On whose word, and why; it is kept.")
  private String reason;

  @Mixin private LakeArgument at;

  @Mixin private WaitArgument wait;

  private final Function<String, SparkSession> sessions;
  private final Supplier<Keys> keyring;

  RectifyCommand() {
    this(Sessions::open, PipelineRun::keys);
  }

  RectifyCommand(Function<String, SparkSession> sessions, Supplier<Keys> keyring) {
    this.sessions = sessions;
    this.keyring = keyring;
  }

  @Override
  public Integer call() {
    Keys keys = keyring.get();
    SparkSession spark = sessions.apply("rectify");
    Lake lake = new Lake(spark, at.place());
    Catalog catalog = Catalog.of(spark, lake);
    Erasure erasure = new Erasure(spark, lake, keys, Clock.systemUTC(), System.out::println);
    try (Lease lease = erasure.lease(wait.patience())) {
      List<String> found = subject.keys(new SubjectResolver(catalog, keys));
      new Rectification(spark, lake, catalog, Clock.systemUTC().instant())
          .correct(found, values, reason)
          .forEach(
              (pipeline, count) ->
                  System.out.println(
                      pipeline + ": " + count + " attributes corrected; see silver.corrections"));
      return ExitStatus.DONE;
    }
  }
}
