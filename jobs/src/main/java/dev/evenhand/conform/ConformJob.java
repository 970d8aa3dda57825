package dev.evenhand.conform;

import static org.apache.spark.sql.functions.lit;

import dev.evenhand.base.SideBySide;
import dev.evenhand.config.Conform;
import dev.evenhand.config.Pipeline;
import dev.evenhand.config.Source;
import dev.evenhand.history.Corrected;
import dev.evenhand.job.Job;
import dev.evenhand.job.JobContext;
import dev.evenhand.job.RowCounts;
import dev.evenhand.lake.Field;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Bronze;
import dev.evenhand.lake.table.Consents;
import dev.evenhand.lake.table.Corrections;
import dev.evenhand.lake.table.Decisions;
import dev.evenhand.lake.table.ProtectedAttributes;
import dev.evenhand.lake.table.Quarantine;
import dev.evenhand.lake.table.Sales;
import dev.evenhand.lake.table.Subjects;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** bronze to the canonical tables of silver. */
public record ConformJob(Pipeline pipeline) implements Job {
  @Override
  public String name() {
    return "conform";
  }

  @Override
  public List<TableContract> reads() {
    return pipeline.sources().keySet().stream()
        .map(source -> Bronze.contract(source, List.of()))
        .toList();
  }

  @Override
  public List<TableContract> writes() {
    return List.of(
        Subjects.CONTRACT,
        ProtectedAttributes.CONTRACT,
        Sales.CONTRACT,
        Decisions.CONTRACT,
        Consents.CONTRACT,
        Quarantine.CONTRACT);
  }

  @Override
  public RowCounts run(JobContext context) {
    List<Dataset<Row>> sources = new ArrayList<>();
    for (TableContract bronze : reads()) {
      Dataset<Row> rows =
          context
              .lake()
              .readPipeline(bronze, context.scope().pipeline())
              .drop("pipeline", "run_id");
      rows.createOrReplaceTempView(bronze.table());
      sources.add(rows.select(lit(1)));
    }
    AtomicLong rowsIn = new AtomicLong();
    AtomicLong decisions = new AtomicLong();
    AtomicLong incomplete = new AtomicLong();
    Conform queries = pipeline.conform();
    List<Runnable> tables = new ArrayList<>();
    queries.sales().ifPresent(sql -> tables.add(() -> sales(context, sql)));
    tables.add(() -> decisions.set(decisions(context, queries.decisions())));
    queries.subjects().ifPresent(sql -> tables.add(() -> subjects(context, sql)));
    queries
        .protectedAttributes()
        .ifPresent(sql -> tables.add(() -> protectedAttributes(context, sql)));
    if (pipeline.consent().needsLedger()) {
      tables.add(() -> incomplete.set(consents(context)));
    }
    tables.add(() -> rowsIn.set(sources.stream().reduce(Dataset::union).orElseThrow().count()));
    SideBySide.run(tables);
    reads().forEach(bronze -> context.spark().catalog().dropTempView(bronze.table()));
    return new RowCounts(
        rowsIn.get(), decisions.get(), decisions + " decisions" + told(incomplete.get()));
  }

  private static String told(long incomplete) {
    return incomplete == 0
        ? ""
        : "; " + incomplete + " consent entries lack something, see bronze.quarantine";
  }

  private long consents(JobContext context) {
    String ledger = pipeline.consent().ledger().orElseThrow();
    String sql = pipeline.conform().consents().orElse("SELECT * FROM `" + ledger + "`");
    return new LedgerBook(context, ledger).enter(Canonical.consents(context.spark().sql(sql)));
  }

  private void subjects(JobContext context, String sql) {
    keepHistory(
        context,
        Subjects.CONTRACT,
        corrected(
            context,
            Canonical.subjects(context.spark().sql(sql)),
            Map.of(
                Corrections.NUMBER, Subjects.NUMBERS, Corrections.CATEGORY, Subjects.CATEGORIES)),
        List.of(Subjects.NUMBERS, Subjects.CATEGORIES),
        hasOwnHistory(context, sql));
  }

  private void protectedAttributes(JobContext context, String sql) {
    keepHistory(
        context,
        ProtectedAttributes.CONTRACT,
        corrected(
            context,
            Canonical.protectedAttributes(context.spark().sql(sql)),
            Map.of(Corrections.PROTECTED, ProtectedAttributes.ATTRIBUTES)),
        List.of(ProtectedAttributes.ATTRIBUTES),
        hasOwnHistory(context, sql));
  }

  /** A source goes on to say what a customer had corrected. */
  private static Dataset<Row> corrected(
      JobContext context, Dataset<Row> rows, Map<String, Field> maps) {
    return context.lake().exists(Corrections.CONTRACT)
        ? Corrected.of(
            rows,
            context.lake().readPipeline(Corrections.CONTRACT, context.scope().pipeline()),
            maps)
        : rows;
  }

  private static boolean hasOwnHistory(JobContext context, String sql) {
    return Arrays.asList(context.spark().sql(sql).columns()).contains(Subjects.VALID_FROM.name());
  }

  private static void keepHistory(
      JobContext context,
      TableContract table,
      Dataset<Row> rows,
      List<Field> values,
      boolean isWhole) {
    Dataset<Row> known = Canonical.complete(rows, Subjects.SUBJECT_KEY);
    UniqueKeys.require(known, table);
    if (isWhole) {
      context.lake().replacePipeline(table, bySubject(known), context.scope());
      return;
    }
    Dataset<Row> earlier =
        context
            .lake()
            .readPipeline(table, context.scope().pipeline())
            .filter(TableContract.RUN_ID.column().notEqual(context.scope().runId()));
    Dataset<Row> news = History.news(known, earlier, values, context.asOf());
    context.lake().replaceRun(table, bySubject(news), context.scope());
  }

  private void sales(JobContext context, String sql) {
    Column currency =
        functions.lit(
            pipeline.sources().values().stream()
                .map(Source::currency)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null));
    Dataset<Row> sales = Canonical.sales(context.spark().sql(sql), currency);
    context
        .lake()
        .replacePipeline(
            Sales.CONTRACT,
            bySubject(Canonical.complete(sales, Sales.SUBJECT_KEY, Sales.SOLD_AT)),
            context.scope());
  }

  private static long decisions(JobContext context, String sql) {
    Dataset<Row> decisions =
        Canonical.complete(
            Canonical.decisions(context.spark().sql(sql)),
            Decisions.DECISION_ID,
            Decisions.SUBJECT_KEY,
            Decisions.DECIDED_AT);
    UniqueKeys.require(decisions, Decisions.CONTRACT);
    context.lake().replacePipeline(Decisions.CONTRACT, bySubject(decisions), context.scope());
    return context.lake().readPipeline(Decisions.CONTRACT, context.scope().pipeline()).count();
  }

  /** Rows of one subject lie together, so that an erasure touches few files. */
  static Dataset<Row> bySubject(Dataset<Row> rows) {
    Objects.requireNonNull(rows);
    return rows.repartitionByRange(Subjects.SUBJECT_BUCKET.column())
        .sortWithinPartitions(Subjects.SUBJECT_BUCKET.column());
  }
}
