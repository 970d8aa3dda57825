package dev.evenhand.command;

import dev.evenhand.base.DataProblem;
import dev.evenhand.lake.Catalog;
import dev.evenhand.lake.Lake;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.rights.SubjectExport;
import dev.evenhand.rights.SubjectResolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Everything that a lake holds on one customer. */
@Command(
    name = "export",
    description = "Everything held on a customer, as JSON and as a page.",
    mixinStandardHelpOptions = true)
final class ConsentExportCommand implements Callable<Integer> {
  @Mixin private OneSubject subject;

  @Mixin private LakeArgument lake;

  @Option(
      names = "--keep-namespaces",
      split = ",",
      description =
          "Kinds of identifiers of things, such as shops: never another name of a customer.")
  private List<String> keptNamespaces = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "A folder for subject.json and subject.html.")
  private Path out;

  private final Function<String, SparkSession> sessions;
  private final Supplier<Keys> keyring;

  ConsentExportCommand() {
    this(Sessions::open, PipelineRun::keys);
  }

  ConsentExportCommand(Function<String, SparkSession> sessions, Supplier<Keys> keyring) {
    this.sessions = sessions;
    this.keyring = keyring;
  }

  @Override
  public Integer call() {
    Keys keys = keyring.get();
    SparkSession spark = sessions.apply("consent export");
    Catalog catalog = Catalog.of(spark, new Lake(spark, lake.place()));
    List<String> found = subject.keys(new SubjectResolver(catalog, keys));
    SubjectExport.Held held =
        new SubjectExport(catalog, keys)
            .of(found, Set.copyOf(keptNamespaces), Clock.systemUTC().instant());
    try {
      Files.createDirectories(out);
      Files.writeString(out.resolve("subject.json"), held.json());
      Files.writeString(out.resolve("subject.html"), held.page());
    } catch (IOException e) {
      throw new DataProblem(out + ": can't be written. Choose another folder with --out.", e);
    }
    System.out.printf(
        Locale.ROOT, "%,d rows are held on this customer: %s/subject.html%n", held.rows(), out);
    return ExitStatus.DONE;
  }
}
