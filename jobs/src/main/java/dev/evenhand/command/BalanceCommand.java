package dev.evenhand.command;

import dev.evenhand.balance.BalanceJson;
import dev.evenhand.balance.DataBalance;
import dev.evenhand.balance.ProxyStrength;
import dev.evenhand.balance.ProxyStrength.Proxy;
import dev.evenhand.balance.TableFeatures;
import dev.evenhand.balance.ValueCounts;
import dev.evenhand.base.DataProblem;
import dev.evenhand.fairness.Figure;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
      description = "Rows below which a group has no proxies (default: ${DEFAULT-VALUE}).")
  private long minGroup;

  @Option(names = "--format", description = "csv, parquet or delta, if the name doesn't say.")
  private String format;

  @Option(names = "--separator", defaultValue = ",", description = "Of a CSV file.")
  private String separator;

  @Option(names = "--out", description = "Where the JSON goes.")
  private Path out;

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
      measure(new AuditInput(name, format, separator).read(spark));
    }
    return ExitStatus.DONE;
  }

  private void measure(Dataset<Row> rows) throws IOException {
    ValueCounts counts = ValueCounts.of(rows, sensitive, label, weight);
    List<Figure> figures = DataBalance.of(counts, intersections);
    Set<String> others = new HashSet<>(sensitive);
    others.add(label);
    others.add(weight);
    List<Proxy> proxies = ProxyStrength.of(TableFeatures.of(rows, others), sensitive, minGroup);
    long all = Math.round(counts.total().rows());
    PrintStream console = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    console.print(new BalanceSummary(all, figures, proxies).text(sensitive));
    if (out != null) {
      Path folder = out.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(out, BalanceJson.of(all, figures, proxies), StandardCharsets.UTF_8);
      console.println("written to " + out);
    }
    console.flush();
  }
}
