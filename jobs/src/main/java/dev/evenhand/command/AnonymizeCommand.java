package dev.evenhand.command;

import dev.evenhand.anonymity.ClassCounts;
import dev.evenhand.anonymity.Cuts;
import dev.evenhand.anonymity.GroupLoss;
import dev.evenhand.anonymity.JournalistRisk;
import dev.evenhand.anonymity.KAnonymity;
import dev.evenhand.anonymity.Outcome;
import dev.evenhand.anonymity.Population;
import dev.evenhand.anonymity.QuasiIdentifier;
import dev.evenhand.anonymity.Recoding;
import dev.evenhand.anonymity.Requirement;
import dev.evenhand.anonymity.SafeHarbor;
import dev.evenhand.anonymity.Verification;
import dev.evenhand.base.DataProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Anonymizes any table, verifies what was written, and says what it cost. */
@Command(
    name = "anonymize",
    description = "Anonymizes any table: every row reads like k - 1 others.",
    mixinStandardHelpOptions = true)
final class AnonymizeCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "FILE", description = "The table.")
  private String file;

  @Option(
      names = "--quasi-identifiers",
      required = true,
      split = ",",
      description = "Columns that together could tell who a row is about.")
  private List<String> quasiIdentifiers;

  @Option(names = "--k", required = true, description = "Rows of a class at least, 2 or more.")
  private int k;

  @Option(names = "--sensitive", description = "The column that a class must not tell.")
  private String sensitive;

  @Option(
      names = "--l-diversity",
      description = "distinct:L, entropy:L or recursive:C:L of the sensitive column.")
  private String diversity;

  @Option(
      names = "--t-closeness",
      description = "T:equal, T:ordered or T:hierarchical of the sensitive column.")
  private String closeness;

  @Option(names = "--beta-likeness", description = "BETA of the sensitive column.")
  private String likeness;

  @Option(
      names = "--subset",
      paramLabel = "COLUMN",
      description = "true or 1 in the rows to publish; the others are the population beside them.")
  private String subset;

  @Option(
      names = "--k-map",
      defaultValue = "1",
      description = "Rows of the population that a published row reads like, with --subset.")
  private int kMap;

  @Option(
      names = "--delta-presence",
      paramLabel = "MIN:MAX",
      defaultValue = "0:1",
      description = "The share of rows that read the same and are published, with --subset.")
  private String deltaPresence;

  @Option(
      names = "--population",
      paramLabel = "ROWS",
      description = "Rows of the population that FILE is a sample of, to estimate its uniques.")
  private Long population;

  @Option(
      names = "--groups",
      split = ",",
      description = "Columns whose groups the report compares: who pays for anonymity.")
  private List<String> groups = List.of();

  @Option(
      names = "--hierarchies",
      description = "A folder of *_hierarchy_COLUMN.csv files in ARX's format.")
  private String hierarchies;

  @Option(
      names = "--recoding",
      defaultValue = "sets",
      description = "sets (and intervals) or labels (of hierarchies; default: ${DEFAULT-VALUE}).")
  private Recoding recoding;

  @Option(
      names = "--suppress-at-most",
      defaultValue = "2%",
      description = "The share of rows that may be left out (default: 2%%).")
  private String suppressAtMost;

  @Option(names = "--separator", description = "Of the CSV file (default: as in its header).")
  private String separator;

  @Option(names = "--format", defaultValue = "csv", description = "csv, parquet or delta.")
  private TableFiles.Format format;

  @Option(names = "--reuse", paramLabel = "DIR", description = "An earlier --out: its cuts.")
  private String reuse;

  @Option(names = "--out", required = true, description = "A new folder for table and report.")
  private String out;

  private final Function<String, SparkSession> sessions;

  AnonymizeCommand() {
    this(Sessions::open);
  }

  AnonymizeCommand(Function<String, SparkSession> sessions) {
    this.sessions = sessions;
  }

  @Override
  public Integer call() throws Exception {
    AnonymizeRules rules = new AnonymizeRules(hierarchies);
    double most = Share.parse("--suppress-at-most", suppressAtMost);
    KAnonymity.requireK(k);
    List<Requirement> requirements = requirements(rules);
    Population whole = AnonymizeRules.population(subset, kMap, deltaPresence);
    SparkSession spark = sessions.apply("anonymize");
    TableFiles files = new TableFiles(spark, format);
    files.refuseExisting(out);
    Dataset<Row> rows = files.read(file, separator).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      List<QuasiIdentifier> attributes =
          TableFiles.first(file, () -> rules.attributes(rows, quasiIdentifiers, groups));
      anonymize(
          files,
          rows,
          new KAnonymity(k, attributes, most, sensitive, requirements, recoding, whole));
    } finally {
      rows.unpersist();
    }
    return ExitStatus.DONE;
  }

  private void anonymize(TableFiles files, Dataset<Row> rows, KAnonymity method)
      throws IOException {
    SparkSession spark = rows.sparkSession();
    Population whole = method.population();
    Dataset<Row> shown = whole == null ? rows : whole.published(rows);
    Cuts cuts =
        TableFiles.first(file, () -> reuse == null ? method.fit(rows) : refit(spark, method, rows));
    Outcome outcome = Outcome.of(shown, cuts, k, population);
    refuseTooManySuppressed(outcome, method.suppressAtMost());
    Map<String, List<GroupLoss>> payers = new LinkedHashMap<>();
    for (String column : groups) {
      payers.put(column, GroupLoss.of(shown, cuts, column));
    }
    Population.Presence presence =
        whole == null ? null : whole.verified(cuts.recode(rows), quasiIdentifiers);
    JournalistRisk before =
        whole == null ? null : whole.riskBefore(rows, method.quasiIdentifiers());
    List<SafeHarbor.Finding> identifiers = SafeHarbor.of(shown);
    files.write(
        out,
        cuts.recode(shown),
        folder -> {
          Dataset<Row> written = files.readBack(folder);
          Verified verified =
              new Verified(
                  Verification.of(written, quasiIdentifiers).require(k),
                  ClassCounts.verified(method, written, shown),
                  presence,
                  before);
          cuts.save(spark, folder + "/" + TableFiles.CUTS);
          AnonymizeReport report =
              new AnonymizeReport(method, outcome, payers, verified, identifiers);
          if (!report.warning().isEmpty()) {
            System.out.println(report.warning());
          }
          return report.json();
        });
    System.out.println(AnonymizeReport.line(outcome, out));
  }

  private Cuts refit(SparkSession spark, KAnonymity method, Dataset<Row> rows) {
    Cuts earlier = TableFiles.cuts(spark, reuse);
    List<String> names = earlier.quasiIdentifiers().stream().map(QuasiIdentifier::column).toList();
    if (!names.equals(quasiIdentifiers)) {
      throw new DataProblem(
          "The cuts of "
              + reuse
              + " are over "
              + String.join(",", names)
              + ". Give --quasi-identifiers as they were, in the same order.");
    }
    return method.refit(earlier, rows);
  }

  private List<Requirement> requirements(AnonymizeRules rules) {
    List<Requirement> all = new ArrayList<>();
    if (diversity != null) {
      all.add(AnonymizeRules.diversity(diversity));
    }
    if (closeness != null) {
      all.add(rules.closeness(closeness, sensitive));
    }
    if (likeness != null) {
      all.add(AnonymizeRules.likeness(likeness));
    }
    if (!all.isEmpty() && sensitive == null) {
      throw new DataProblem(
          "--l-diversity, --t-closeness and --beta-likeness are about a sensitive column. "
              + "Name it with --sensitive.");
    }
    return all;
  }

  private static void refuseTooManySuppressed(Outcome outcome, double most) {
    if (outcome.suppressed() > most * outcome.rows()) {
      throw new DataProblem(
          String.format(
              "%d of %d rows would be suppressed, more than --suppress-at-most allows. "
                  + "Raise it, lower k or name fewer quasi-identifiers.",
              outcome.suppressed(), outcome.rows()));
    }
  }
}
