package dev.evenhand.command;

import dev.evenhand.base.DataProblem;
import dev.evenhand.dp.Bounds;
import dev.evenhand.dp.Guarantee;
import dev.evenhand.dp.Measure;
import dev.evenhand.dp.Mechanism;
import dev.evenhand.dp.PrivateFigure;
import dev.evenhand.dp.PrivateRelease;
import dev.evenhand.dp.PrivateRequest;
import dev.evenhand.lake.Failpoint;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.RunScope;
import dev.evenhand.release.BudgetSpent;
import dev.evenhand.release.Charge;
import dev.evenhand.release.Ledger;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Publishes figures of any table under differential privacy, and charges the lake's budget. */
@Command(
    name = "release",
    description = "Publishes differentially private figures of any table.",
    mixinStandardHelpOptions = true)
final class ReleaseCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "FILE|TABLE",
      description = "CSV (gz too), Parquet or Delta; or a table of the lake, as gold.scores.")
  private String source;

  @Option(names = "--subject", description = "Column that tells whose row it is.")
  private String subject;

  @Option(names = "--each-row", description = "Every row is a subject of its own.")
  private boolean eachRow;

  @Option(names = "--by", split = ",", description = "Columns whose values are the groups.")
  private List<String> by = List.of();

  @Option(
      names = "--keys",
      paramLabel = "COLUMN=A|B",
      description = "A grouping column's values, if they are public; repeat for each column.")
  private List<String> keys = List.of();

  @Option(names = "--where", description = "SQL on a row's own columns: which rows count.")
  private String where;

  @Mixin private ReleaseMeasures measures;

  @Option(names = "--epsilon", required = true, description = "What the release may reveal.")
  private BigDecimal epsilon;

  @Option(
      names = "--delta",
      defaultValue = "0",
      description = "With what probability more; needed to find groups and by Gaussian noise.")
  private BigDecimal delta;

  @Option(
      names = "--mechanism",
      defaultValue = "laplace",
      description = "laplace or gaussian noise (default: ${DEFAULT-VALUE}).")
  private Mechanism mechanism;

  @Option(
      names = "--max-groups",
      defaultValue = "1",
      description = "Groups that a subject counts in at most (default: ${DEFAULT-VALUE}).")
  private int maxGroups;

  @Option(
      names = "--max-rows",
      defaultValue = "1",
      description = "Rows of a subject that count in a group at most (default: ${DEFAULT-VALUE}).")
  private int maxRows;

  @Option(names = "--purpose", required = true, description = "What for; stands in the ledger.")
  private String purpose;

  @Option(
      names = "--pipeline",
      defaultValue = "release",
      description = "Whose release it is; stands in the ledger (default: ${DEFAULT-VALUE}).")
  private String pipeline;

  @Option(
      names = "--write",
      defaultValue = "csv",
      description = "The figures as csv, parquet or delta (default: ${DEFAULT-VALUE}).")
  private TableFiles.Format write;

  @Option(names = "--out", required = true, description = "A new folder for figures and report.")
  private String out;

  @Mixin private InputArguments input;
  @Mixin private LakeArgument lake;
  @Mixin private WaitArgument wait;

  private final Function<String, SparkSession> sessions;
  private final Clock clock;

  ReleaseCommand() {
    this(Sessions::open, Clock.systemUTC());
  }

  ReleaseCommand(Function<String, SparkSession> sessions, Clock clock) {
    this.sessions = sessions;
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    PrivateRequest request = request();
    RunScope scope = scope();
    SparkSession spark = sessions.apply("release");
    Lake place = new Lake(spark, lake.place());
    Ledger ledger = new Ledger(place, wait.patienceOfLedger());
    TableFiles files = new TableFiles(spark, write);
    files.refuseExisting(out);
    try {
      ledger.requireAllowed(request.cost());
      ReleaseSource rows = ReleaseSource.of(spark, place, source, input).where(where);
      PrivateRelease release = PrivateRelease.of(rows.rows(), request);
      publish(
          release, new ReleaseReport(request, scope.runId(), rows, purpose), files, ledger, scope);
      return ExitStatus.DONE;
    } catch (BudgetSpent e) {
      System.err.println("evenhand: " + e.getMessage());
      return ExitStatus.REFUSED;
    }
  }

  private void publish(
      PrivateRelease release, ReleaseReport report, TableFiles files, Ledger ledger, RunScope scope)
      throws IOException {
    Charge charge = report.charge();
    List<PrivateFigure> figures =
        release.publish(
            cost -> {
              ledger.charge(charge, scope, now());
              Failpoint.reached("charged govern.privacy_ledger");
            });
    String standing = ledger.standing().line();
    files.write(
        out,
        report.table(report.source().rows().sparkSession(), figures),
        folder -> report.json(figures, standing));
    ledger.published(out, scope, now());
    System.out.print(report.summary(figures));
    System.out.println("privacy budget: " + standing);
    System.out.println("written to " + out);
  }

  private PrivateRequest request() {
    if (subject == null && !eachRow) {
      throw new DataProblem(
          "release: --subject is missing. Name the column that tells whose row it is, or say --each-row.");
    }
    if (subject != null && eachRow) {
      throw new DataProblem("release: --subject and --each-row exclude each other. Leave one out.");
    }
    List<Measure> all = measures.all();
    return new PrivateRequest(
        Optional.ofNullable(subject),
        by,
        publicKeys(),
        all,
        new Bounds(maxGroups, maxRows),
        new Guarantee(epsilon, delta, mechanism));
  }

  private Map<String, List<String>> publicKeys() {
    Map<String, List<String>> found = new LinkedHashMap<>();
    for (String text : keys) {
      int equals = text.indexOf('=');
      if (equals < 1 || found.containsKey(text.substring(0, equals))) {
        throw new DataProblem(
            "--keys is '" + text + "'; it must be COLUMN=A|B, once for each grouping column.");
      }
      found.put(
          text.substring(0, equals), Arrays.asList(text.substring(equals + 1).split("\\|", -1)));
    }
    return found;
  }

  /** The id has random characters too: two releases may begin at the same moment. */
  private RunScope scope() {
    String id = RunScope.stamped("p", now()) + "-" + UUID.randomUUID().toString().substring(0, 8);
    try {
      return new RunScope(pipeline, id);
    } catch (IllegalArgumentException e) {
      throw new DataProblem("--pipeline '" + pipeline + "' is no name of a pipeline.", e);
    }
  }

  private Instant now() {
    return clock.instant();
  }
}
