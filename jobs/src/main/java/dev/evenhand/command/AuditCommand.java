package dev.evenhand.command;

import dev.evenhand.base.DataProblem;
import dev.evenhand.fairness.Audit;
import dev.evenhand.fairness.AuditJson;
import dev.evenhand.fairness.AuditOptions;
import dev.evenhand.fairness.AuditRequest;
import dev.evenhand.fairness.AuditResult;
import dev.evenhand.fairness.AuditSummary;
import dev.evenhand.fairness.ClassAudit;
import dev.evenhand.fairness.Columns;
import dev.evenhand.fairness.Grouping;
import dev.evenhand.fairness.RankingAudit;
import dev.evenhand.fairness.RankingRequest;
import dev.evenhand.fairness.Subgroup;
import dev.evenhand.fairness.SubgroupRequest;
import dev.evenhand.fairness.Subgroups;
import dev.evenhand.fairness.Undefined;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Group fairness of any scored table. */
@Command(
    name = "audit",
    description = "Measures group fairness of any scored table, with intervals and tests.",
    mixinStandardHelpOptions = true)
final class AuditCommand implements Callable<Integer> {
  private static final int SEED = 17;

  @Parameters(index = "0", paramLabel = "FILE", description = "CSV (gz too), Parquet or Delta.")
  private String file;

  @Option(
      names = "--kind",
      defaultValue = "binary",
      description =
          "Of predictions: binary, multiclass, regression or ranking (default: ${DEFAULT-VALUE}).")
  private String kind;

  @Option(names = "--label", description = "Column with the outcome, 0 or 1.")
  private String label;

  @Option(names = "--prediction", description = "Column with the decision.")
  private String prediction;

  @Option(
      names = "--score",
      description = "Column with the probability of label 1; of class c it is SCORE followed by c.")
  private String score;

  @Option(names = "--weight", description = "Column with the weight of a row.")
  private String weight;

  @Option(
      names = "--subject",
      description = "Column with whose row it is, where one may have several.")
  private String subject;

  @Option(names = "--sensitive", required = true, split = ",", description = "Protected columns.")
  private List<String> sensitive;

  @Option(names = "--control", split = ",", description = "Compare inside their values too.")
  private List<String> controls = List.of();

  @Option(names = "--privileged", description = "Reference groups: sex=Male,race=White.")
  private String privileged = "";

  @Option(
      names = "--intersections",
      defaultValue = "2",
      description = "Attributes combined at most (default: ${DEFAULT-VALUE}).")
  private int intersections;

  @Option(
      names = "--min-group",
      defaultValue = "30",
      description = "Rows below which a group is withheld (default: ${DEFAULT-VALUE}).")
  private long minGroup;

  @Option(
      names = "--undefined",
      defaultValue = "null",
      description = "A rate with nothing to divide by: null or as-fairlearn (0).")
  private String undefined;

  @Option(
      names = "--replicates",
      defaultValue = "1000",
      description = "Bootstrap replicates (default: ${DEFAULT-VALUE}).")
  private int replicates;

  @Option(
      names = "--subgroups",
      split = ",",
      description = "Columns in which to look for the subgroups with the largest gaps.")
  private List<String> subgroups = List.of();

  @Option(names = "--list", description = "Column with the ranking that a row is in.")
  private String list;

  @Option(
      names = "--top",
      split = ",",
      defaultValue = "10,100",
      description = "Of rankings, the rows on top that are looked at (default: ${DEFAULT-VALUE}).")
  private List<Integer> top;

  @Option(
      names = "--depth",
      defaultValue = "2",
      description = "Conditions of a subgroup at most (default: ${DEFAULT-VALUE}).")
  private int depth;

  @Mixin private MeasureArguments measure;

  @Override
  public Integer call() throws IOException {
    if (kind.equals("ranking")) {
      return ranking();
    }
    AuditRequest request = request();
    SubgroupRequest search =
        subgroups.isEmpty() ? null : new SubgroupRequest(subgroups, depth, minGroup);
    try (SparkSession spark = Sessions.open("audit")) {
      Dataset<Row> rows = measure.read(spark, file);
      if (request.columns().kind() == Columns.Kind.MULTICLASS) {
        ClassAudit.Result result = ClassAudit.of(rows, request);
        measure.tell(AuditSummary.of(result), () -> AuditJson.of(request, result));
        return ExitStatus.DONE;
      }
      if (search != null) {
        Subgroups.requireColumns(rows, request.columns(), search);
      }
      AuditResult result = Audit.of(rows, request);
      List<Subgroup> found = search == null ? null : Subgroups.of(rows, request.columns(), search);
      measure.tell(
          AuditSummary.of(result) + (found == null ? "" : AuditSummary.of(found)),
          () -> AuditJson.of(request, result, found));
      return ExitStatus.DONE;
    }
  }

  private int ranking() throws IOException {
    RankingRequest request = new RankingRequest(score, list, top, grouping(), options());
    try (SparkSession spark = Sessions.open("audit")) {
      AuditResult result = RankingAudit.of(measure.read(spark, file), request);
      measure.tell(AuditSummary.of(result), () -> AuditJson.of(request, result));
      return ExitStatus.DONE;
    }
  }

  private Grouping grouping() {
    return new Grouping(sensitive, controls, intersections, references());
  }

  private AuditOptions options() {
    return new AuditOptions(minGroup, undefinedRule(), replicates, SEED);
  }

  private AuditRequest request() {
    if (label == null || prediction == null) {
      throw new DataProblem(
          "--label or --prediction is missing. Name the columns of outcome and decision.");
    }
    if (kind() == Columns.Kind.REGRESSION && score != null) {
      throw new DataProblem("--score is of classes. Leave it out in a regression.");
    }
    if (kind() != Columns.Kind.BINARY && !subgroups.isEmpty()) {
      throw new DataProblem("--subgroups belongs to --kind binary. Leave it out.");
    }
    return new AuditRequest(
        new Columns(kind(), label, prediction, score, weight, subject), grouping(), options());
  }

  private Columns.Kind kind() {
    return switch (kind) {
      case "binary" -> Columns.Kind.BINARY;
      case "multiclass" -> Columns.Kind.MULTICLASS;
      case "regression" -> Columns.Kind.REGRESSION;
      default ->
          throw new DataProblem(
              "--kind is '%s'; it can be binary, multiclass, regression or ranking."
                  .formatted(kind));
    };
  }

  private Undefined undefinedRule() {
    return switch (undefined) {
      case "null" -> Undefined.NULL;
      case "as-fairlearn" -> Undefined.AS_FAIRLEARN;
      default ->
          throw new DataProblem(
              "--undefined is '%s'; it can be null or as-fairlearn.".formatted(undefined));
    };
  }

  /** A comma splits only where an attribute and = follow, since values may hold commas. */
  private Map<String, String> references() {
    String names = sensitive.stream().map(Pattern::quote).collect(Collectors.joining("|"));
    Map<String, String> references = new LinkedHashMap<>();
    for (String part : privileged.split(",(?=(" + names + ")=)")) {
      Matcher pair = Pattern.compile("(" + names + ")=(.+)").matcher(part);
      if (pair.matches()) {
        references.put(pair.group(1), pair.group(2));
      } else if (!part.isBlank()) {
        throw new DataProblem(
            "--privileged has '%s', which is not ATTRIBUTE=VALUE of a column in --sensitive."
                .formatted(part));
      }
    }
    return references;
  }
}
