package dev.evenhand.command;

import dev.evenhand.base.DataProblem;
import dev.evenhand.card.Cards;
import dev.evenhand.lake.Catalog;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.Lease;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.rights.CertificateCheck;
import dev.evenhand.rights.CertificateCheck.Checked;
import dev.evenhand.rights.Erasure;
import dev.evenhand.rights.Erasure.Report;
import dev.evenhand.rights.SubjectResolver;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Forgets customers in every table and version of a lake, and certifies it. */
@Command(
    name = "erase",
    description =
        "Forgets customers in every table and version of a lake, looks that nothing is left, and"
            + " certifies it. Without --subjects it ends an erasure that was cut off.",
    mixinStandardHelpOptions = true)
final class EraseCommand implements Callable<Integer> {
  @Option(
      names = "--subjects",
      paramLabel = "FILE",
      description = "Identifiers as the sources write them, or subject keys; one a line.")
  private Path subjects;

  @Option(
      names = "--namespace",
      description = "The kind of identifier in FILE, if the lake knows several.")
  private String namespace;

  @Mixin private LakeArgument at;

  @Option(
      names = "--grace",
      defaultValue = "10m",
      description =
          "How long readers of older versions may go on: 30s, 10m, 2h (${DEFAULT-VALUE}).")
  private String grace;

  @Option(
      names = "--keep-namespaces",
      split = ",",
      description =
          "Kinds of identifiers of things, such as shops: never another name of a customer.")
  private List<String> keptNamespaces = List.of();

  @Option(
      names = "--retrain-share",
      description =
          "A model of whose persons more are erased needs retraining (default: as its pipeline file"
              + " says, or 1%%).")
  private String retrainShare;

  @Option(names = "--skip-unknown", description = "Goes on if the lake does not know a subject.")
  private boolean skipsUnknown;

  @Option(
      names = "--verify",
      paramLabel = "ID",
      arity = "0..1",
      fallbackValue = "",
      description =
          "Checks the certificates of all erasures, or of one, by the keyset; erases nothing.")
  private String verified;

  @Mixin private WaitArgument wait;

  private final Function<String, SparkSession> sessions;
  private final Supplier<Keys> keyring;

  EraseCommand() {
    this(Sessions::open, PipelineRun::keys);
  }

  EraseCommand(Function<String, SparkSession> sessions, Supplier<Keys> keyring) {
    this.sessions = sessions;
    this.keyring = keyring;
  }

  @Override
  public Integer call() {
    if (verified != null) {
      return verify();
    }
    Erasure.Options options =
        new Erasure.Options(
            TimeSpan.parse("--grace", grace),
            Set.copyOf(keptNamespaces),
            Optional.ofNullable(retrainShare).map(share -> Share.parse("--retrain-share", share)));
    Optional<SubjectLines> lines = Optional.ofNullable(subjects).map(SubjectLines::read);
    Keys keys = keyring.get();
    SparkSession spark = sessions.apply("erase");
    Lake lake = new Lake(spark, at.place());
    Erasure erasure = new Erasure(spark, lake, keys, Clock.systemUTC(), System.out::println);
    try (Lease lease = erasure.lease(wait.patience())) {
      boolean isClean = true;
      Set<String> done = new HashSet<>();
      for (Report report : erasure.resume()) {
        isClean &= tell(report);
        done.addAll(report.subjects());
      }
      if (!isClean || lines.isEmpty()) {
        return isClean ? ExitStatus.DONE : ExitStatus.REFUSED;
      }
      SubjectResolver resolver = new SubjectResolver(Catalog.of(spark, lake), keys);
      List<String> found = found(lines.get(), resolver, erasure, keys);
      if (found.isEmpty()) {
        System.out.println("nothing to erase: " + (done.isEmpty() ? "all were before" : "done"));
        return ExitStatus.DONE;
      }
      System.out.printf(
          Locale.ROOT, "erasing %,d subjects in %s%n", found.size(), lake.files().root());
      isClean = tell(erasure.run(found, options));
      new Cards(lake, Clock.systemUTC().instant()).refreshFlagged();
      return isClean ? ExitStatus.DONE : ExitStatus.REFUSED;
    }
  }

  private int verify() {
    if (subjects != null) {
      throw new DataProblem("erase: --verify erases nothing. Leave out --subjects.");
    }
    Optional<String> one = Optional.of(verified).filter(id -> !id.isBlank());
    Keys keys = keyring.get();
    SparkSession spark = sessions.apply("erase");
    Catalog catalog = Catalog.of(spark, new Lake(spark, at.place()));
    List<Checked> all = new CertificateCheck(catalog, keys.keyset().signer()).of(one);
    if (all.isEmpty()) {
      throw new DataProblem(
          "--verify: govern.erasures has no certificate%s. Correct the id, or name another --lake."
              .formatted(one.map(id -> " of erasure " + id).orElse("")));
    }
    all.forEach(
        each ->
            System.out.printf(
                Locale.ROOT,
                "erasure %s of %,d subjects, completed %s: %s%n",
                each.erasure(),
                each.subjects(),
                each.completedAt(),
                each.holds() ? "the certificate holds" : "NOT certified: " + each.problem()));
    return all.stream().allMatch(Checked::holds) ? ExitStatus.DONE : ExitStatus.REFUSED;
  }

  /** Keys of those whom the lake knows; the others must have been erased before. */
  private List<String> found(
      SubjectLines lines, SubjectResolver resolver, Erasure erasure, Keys keys) {
    Optional<String> kind = Optional.ofNullable(namespace);
    SubjectResolver.Resolved resolved = resolver.resolve(lines.byNumber(), kind);
    List<Integer> unknown =
        lines.neverErased(
            resolved.unknown(),
            erasure,
            keys.keyset(),
            kind.map(List::of).orElseGet(resolver::namespaces));
    if (!unknown.isEmpty() && !skipsUnknown) {
      throw new DataProblem(
          "%s: the lake knows nobody by line %s; nothing was erased. Correct the file, name another --namespace or --lake, or go on without them by --skip-unknown."
              .formatted(subjects, SubjectLines.some(unknown)));
    }
    if (!unknown.isEmpty()) {
      System.out.println("skipped: the lake knows nobody by line " + SubjectLines.some(unknown));
    }
    return resolved.keys();
  }

  private static boolean tell(Report report) {
    if (!report.isClean()) {
      System.out.println("erasure " + report.id() + " is not over: something is left in");
      report.places().forEach(file -> System.out.println("  " + file));
      System.out.println("Remove what lies there, and run 'evenhand erase' again.");
      return false;
    }
    new ErasureSummary(report).print(System.out);
    return true;
  }
}
