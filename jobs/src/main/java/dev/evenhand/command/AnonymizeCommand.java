package dev.evenhand.command;

import dev.evenhand.anonymity.ClassCounts;
import dev.evenhand.anonymity.Cuts;
import dev.evenhand.anonymity.GroupLoss;
import dev.evenhand.anonymity.Groups;
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
import picocli.CommandLine.Mixin;
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
      paramLabel = "COLUMN",
      required = true,
      split = ",",
      description = "Columns that together could tell who a row is about.")
  private List<String> quasiIdentifiers;

  @Option(
      names = "--k",
      paramLabel = "N",
      required = true,
      description = "Rows of a class at least, 2 or more.")
  private int k;

  @Mixin private SensitiveArguments about;

  @Mixin private PopulationArguments among;

  @Option(
      names = "--population",
      paramLabel = "ROWS",
      description = "Rows of the population that FILE is a sample of, to estimate its uniques.")
  private Long population;

  @Option(
      names = "--groups",
      paramLabel = "COLUMN",
      split = ",",
      description = "Columns whose groups the report compares: who pays for anonymity.")
  private List<String> groups = List.of();

  @Option(
      names = "--kinds",
      paramLabel = "COLUMN=KIND",
      split = ",",
      description =
          "number, date, ordered or category, where a column is not what it looks like: all numbers,"
              + " all dates (2024-12-31), else a category.")
  private List<String> kinds = List.of();

  @Option(
      names = "--protect-small-groups",
      description = "Cuts lose least over --groups, each group counted alike, however small.")
  private boolean protectsSmallGroups;

  @Option(
      names = "--hierarchies",
      paramLabel = "DIR",
      description =
          "A folder of *_hierarchy_COLUMN.csv files in ARX's format; those of ordered columns give"
              + " the order.")
  private String hierarchies;

  @Option(
      names = "--recoding",
      defaultValue = "sets",
      paramLabel = "FORM",
      description = "sets (and intervals) or labels (of hierarchies; default: ${DEFAULT-VALUE}).")
  private Recoding recoding;

  @Option(
      names = "--suppress-at-most",
      paramLabel = "SHARE",
      defaultValue = "2%",
      description = "The share of rows left out at most, if others lose less by it (default: 2%%).")
  private String suppressAtMost;

  @Option(
      names = "--separator",
      paramLabel = "TEXT",
      description = "Of the CSV file, as ';' (default: as in its header).")
  private String separator;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "csv",
      description = "csv, parquet or delta, of FILE and of the result (default: csv).")
  private TableFiles.Format format;

  @Option(
      names = "--reuse",
      paramLabel = "DIR",
      description = "An earlier --out of --recoding sets: its cuts, and its kinds of columns.")
  private String reuse;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "A new folder for table and report.")
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
    AnonymizeRules rules = new AnonymizeRules(hierarchies, kinds);
    double most = Share.parse("--suppress-at-most", suppressAtMost);
    KAnonymity.requireK(k);
    List<Requirement> requirements = about.requirements(rules);
    Population whole = among.population();
    List<String> equal = protectsSmallGroups ? AnonymizeRules.equalGroups(groups) : List.of();
    if (reuse != null) {
      EarlierCuts.requireFit(recoding, equal);
    }
    SparkSession spark = sessions.apply("anonymize");
    TableFiles files = new TableFiles(spark, format);
    files.refuseExisting(out);
    EarlierCuts earlier = reuse == null ? null : EarlierCuts.of(spark, reuse, quasiIdentifiers);
    Dataset<Row> rows = files.read(file, separator).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      List<QuasiIdentifier> attributes =
          TableFiles.first(file, () -> attributes(rules, rows, earlier));
      anonymize(
          files,
          rows,
          earlier,
          new KAnonymity(k, attributes, most, about.sensitive(), requirements, recoding)
              .in(whole)
              .withEqualGroups(equal));
    } finally {
      rows.unpersist();
    }
    return ExitStatus.DONE;
  }

  private List<QuasiIdentifier> attributes(
      AnonymizeRules rules, Dataset<Row> rows, EarlierCuts earlier) {
    List<QuasiIdentifier> found =
        earlier == null
            ? rules.attributes(rows, quasiIdentifiers, groups)
            : rules.attributes(rows, earlier, groups);
    groups.forEach(column -> Groups.requireFew(rows, column));
    return found;
  }

  private void anonymize(
      TableFiles files, Dataset<Row> rows, EarlierCuts earlier, KAnonymity method)
      throws IOException {
    SparkSession spark = rows.sparkSession();
    Population whole = method.population();
    Dataset<Row> shown = whole == null ? rows : whole.published(rows);
    Cuts cuts =
        TableFiles.first(
            file, () -> earlier == null ? method.fit(rows) : method.refit(earlier.cuts(), rows));
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
