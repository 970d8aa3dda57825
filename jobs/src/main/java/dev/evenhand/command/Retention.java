package dev.evenhand.command;

import static org.apache.spark.sql.functions.lit;

import dev.evenhand.base.DataProblem;
import dev.evenhand.config.Pipeline;
import dev.evenhand.config.PipelineFile;
import dev.evenhand.lake.Field;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Bronze;
import dev.evenhand.lake.table.Decisions;
import dev.evenhand.lake.table.Quarantine;
import dev.evenhand.lake.table.Sales;
import dev.evenhand.lake.table.Tables;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;

/**
 * How long one pipeline's rows of one table are kept.
 *
 * <p>The age of a sale, decision or source row is its own; that of a run's rows is the run's.
 * Histories of subjects and consents, identities and what governs are kept: an old entry there may
 * be the one in force, and evidence does not expire.
 */
record Retention(TableContract table, Optional<String> pipeline, int days) {
  private static final Map<String, Field> MOMENTS =
      Map.of(Sales.CONTRACT.name(), Sales.SOLD_AT, Decisions.CONTRACT.name(), Decisions.DECIDED_AT);
  private static final List<String> OF_RUNS = List.of("gold", "metrics");

  /** The contracts' own: for every pipeline. */
  static List<Retention> ofContracts() {
    return Tables.ALL.stream()
        .filter(table -> table.retentionDays() > 0)
        .map(table -> new Retention(table, Optional.empty(), table.retentionDays()))
        .toList();
  }

  /** What a pipeline file asks for its own rows; all it can't have at once. */
  static List<Retention> of(PipelineFile file) {
    Pipeline pipeline = file.pipeline();
    List<String> problems = new ArrayList<>();
    List<Retention> rules = new ArrayList<>();
    pipeline
        .retention()
        .forEach(
            (name, days) ->
                table(pipeline, name)
                    .ifPresentOrElse(
                        table ->
                            rules.add(
                                new Retention(
                                    table, Optional.of(pipeline.pipeline()), days.days())),
                        () -> problems.add(file.problem("/retention/" + name, refusal(name)))));
    if (!problems.isEmpty()) {
      throw new DataProblem(problems);
    }
    return rules;
  }

  private static Optional<TableContract> table(Pipeline pipeline, String name) {
    return pipeline.sources().keySet().stream()
        .map(source -> Bronze.contract(source, List.of()))
        .filter(table -> table.name().equals(name))
        .findFirst()
        .or(() -> Tables.ALL.stream().filter(table -> expires(table, name)).findFirst());
  }

  private static boolean expires(TableContract table, String name) {
    return table.name().equals(name)
        && (table.equals(Quarantine.CONTRACT)
            || MOMENTS.containsKey(name)
            || OF_RUNS.contains(table.layer()));
  }

  private static String refusal(String name) {
    return "'"
        + name
        + "' does not expire or is no table; bronze.<source>, bronze.quarantine, silver.sales, "
        + "silver.decisions, gold.* and metrics.* do. Take it out, or name one of these.";
  }

  /** The rows past their retention; what is exactly that old stays. */
  Column isExpired(Instant now) {
    Instant oldest = now.minus(Duration.ofDays(days));
    Column isOld =
        table.scope() == Scope.RUN
            ? TableContract.RUN_ID.column().lt(RunScope.stamped("r", oldest))
            : moment().lt(lit(Timestamp.from(oldest)));
    return pipeline
        .map(name -> TableContract.PIPELINE.column().equalTo(name).and(isOld))
        .orElse(isOld);
  }

  private Column moment() {
    return MOMENTS.getOrDefault(table.name(), Bronze.LOADED_AT).column();
  }
}
