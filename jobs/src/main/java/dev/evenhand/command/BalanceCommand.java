package dev.evenhand.command;

import dev.evenhand.balance.BalanceJson;
import dev.evenhand.balance.DataBalance;
import dev.evenhand.balance.JointProxy;
import dev.evenhand.balance.MissingValues;
import dev.evenhand.balance.ProxyAssociation;
import dev.evenhand.balance.ProxyAssociation.Association;
import dev.evenhand.balance.ProxyStrength;
import dev.evenhand.balance.ProxyStrength.Proxy;
import dev.evenhand.balance.TableFeatures;
import dev.evenhand.balance.ValueCounts;
import dev.evenhand.base.DataProblem;
import dev.evenhand.fairness.Figure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Data balance and proxies of any table; of a pipeline file, its step of that name. */
@Command(
    name = "balance",
    description =
        "Measures the balance of any table and finds proxies of its protected columns; of a"
            + " PIPELINE.yaml, the step balance on its newest run.",
    mixinStandardHelpOptions = true)
final class BalanceCommand implements Callable<Integer> {
  @Mixin private PipelineArguments arguments;
  @Mixin private WhenArguments when;

  @Option(names = "--sensitive", split = ",", description = "Protected columns of a table.")
  private List<String> sensitive = List.of();

  @Option(names = "--label", description = "Column with the outcome, 0 or 1.")
  private String label;

  @Option(names = "--weight", description = "Column with the weight of a row.")
  private String weight;

  @Option(
      names = "--intersections",
      defaultValue = "2",
      description = "Attributes combined at most (default: ${DEFAULT-VALUE}).")
  private int intersections;

  @Option(
      names = "--min-group",
      defaultValue = "30",
      description =
          "Rows below which groups count as one and have no proxies (default: ${DEFAULT-VALUE}).")
  private long minGroup;

  @Mixin private MeasureArguments measure;

  @Override
  public Integer call() throws IOException {
    String name = arguments.file().toString();
    if (name.endsWith(".yaml") || name.endsWith(".yml")) {
      return PipelineRun.execute(arguments.read(), RunCommand.onlyStep("balance", when));
    }
    if (sensitive.isEmpty() || label == null) {
      throw new DataProblem(
          "balance: %s is missing. Name the label and the protected columns of %s, or give a PIPELINE.yaml."
              .formatted(label == null ? "--label" : "--sensitive", name));
    }
    try (SparkSession spark = Sessions.open("balance")) {
      measure(measure.read(spark, name));
    }
    return ExitStatus.DONE;
  }

  private void measure(Dataset<Row> rows) {
    ValueCounts all = ValueCounts.of(rows, sensitive, label, weight);
    ValueCounts counts = all.told(DataBalance.withholding(all, all, intersections, minGroup));
    List<Figure> figures = new ArrayList<>(DataBalance.of(counts, intersections));
    Set<String> others = new HashSet<>(sensitive);
    others.add(label);
    others.add(weight);
    Dataset<Row> features = TableFeatures.of(rows, others);
    figures.addAll(MissingValues.of(features, sensitive, minGroup));
    List<Proxy> proxies = new ArrayList<>(JointProxy.of(features, sensitive, minGroup));
    proxies.addAll(ProxyStrength.of(features, sensitive, minGroup));
    List<Association> associations = ProxyAssociation.of(features, sensitive, minGroup);
    long n = Math.round(all.total().rows());
    measure.tell(
        new BalanceSummary(n, figures, proxies, associations).text(sensitive),
        () -> BalanceJson.of(n, figures, proxies, associations));
  }
}
