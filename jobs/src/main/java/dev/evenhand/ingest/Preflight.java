package dev.evenhand.ingest;

import dev.evenhand.base.DataProblem;
import dev.evenhand.config.Conform;
import dev.evenhand.config.Percent;
import dev.evenhand.config.Pipeline;
import dev.evenhand.config.PipelineFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * What can be known of a pipeline before any job runs: that its sources are there and have the
 * columns of their schemas, and that every piece of SQL can be resolved against them.
 *
 * <p>Nothing is written. All problems are told at once, each with its place in the pipeline file.
 */
public final class Preflight {
  private final PipelineFile file;
  private final Pipeline pipeline;
  private final SparkSession reading;
  private final EmptyTables tables;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, StructType> conformed = new LinkedHashMap<>();
  private boolean isEverySourceOpen = true;

  private Preflight(SparkSession spark, PipelineFile file) {
    this.file = file;
    this.pipeline = file.pipeline();
    this.reading = Reading.session(spark);
    this.tables = new EmptyTables(spark);
  }

  /** Refuses a file that can't run, with a line for each problem. */
  public static void check(SparkSession spark, PipelineFile file) {
    Preflight preflight = new Preflight(spark, file);
    preflight.checkSources();
    preflight.checkConform();
    preflight.checkColumns();
    preflight.checkExpressions();
    if (!preflight.problems.isEmpty()) {
      throw new DataProblem(preflight.problems);
    }
  }

  private void checkSources() {
    for (String name : pipeline.sources().keySet()) {
      String pointer = "/sources/" + name;
      try {
        SourceSchema schema = SourceReader.open(new Origin(name, pipeline, reading)).schema();
        tables.add(name, schema.clearContract(name));
        pipeline
            .sources()
            .get(name)
            .checks()
            .forEach((check, sql) -> condition(pointer + "/checks/" + check, name, sql));
        tables.add(name, schema.contract(name));
      } catch (DataProblem e) {
        isEverySourceOpen = false;
        e.lines().forEach(line -> problem(pointer, line));
      }
    }
  }

  private void condition(String pointer, String source, String sql) {
    tables
        .problem("SELECT 1 FROM `" + source + "` WHERE (" + sql + "\n)")
        .ifPresent(problem -> problem(pointer, problem));
  }

  private void checkConform() {
    if (!isEverySourceOpen) {
      return; // a table that is not known would be called missing
    }
    Conform conform = pipeline.conform();
    conform.subjects().ifPresent(sql -> conform("subjects", sql, CanonicalColumns.SUBJECTS));
    conform
        .protectedAttributes()
        .ifPresent(sql -> conform("protected", sql, CanonicalColumns.PROTECTED));
    conform.sales().ifPresent(sql -> conform("sales", sql, CanonicalColumns.SALES));
    conform("decisions", conform.decisions(), CanonicalColumns.DECISIONS);
    if (pipeline.consent().needsLedger()) {
      String ledger = "SELECT * FROM `" + pipeline.consent().ledger().orElseThrow() + "`";
      conform("consents", conform.consents().orElse(ledger), CanonicalColumns.CONSENTS);
      checkLedger(conform.consents().orElse(ledger));
    }
  }

  /** What ingest refuses never reaches the ledger, so of its sources it may refuse nothing. */
  private void checkLedger(String sql) {
    if (!conformed.containsKey("consents")) {
      return;
    }
    Set<String> read = tables.read(sql);
    for (String name : pipeline.sources().keySet()) {
      Percent limit = pipeline.sources().get(name).maxQuarantined();
      if (read.contains(name) && limit.fraction() > 0) {
        problem(
            "/sources/" + name + "/max_quarantined",
            "the consent ledger is read from source '%s', whose max_quarantined is %s, and a refused withdrawal would leave its customer in use; 0%% is allowed; write max_quarantined: 0%%"
                .formatted(name, limit));
      }
    }
  }

  private void conform(String table, String sql, CanonicalColumns columns) {
    String pointer = "/conform/" + table;
    Optional<String> unresolved = tables.problem("SELECT * FROM (" + sql + "\n)");
    if (unresolved.isPresent()) {
      problem(pointer, unresolved.get());
      return;
    }
    StructType found = tables.schema(sql);
    conformed.put(table, found);
    columns.problems(found).forEach(problem -> problem(pointer, problem));
  }

  private void checkColumns() {
    if (!conformed.containsKey("decisions")) {
      return;
    }
    TreeSet<String> attributes = new TreeSet<>(own("decisions", CanonicalColumns.DECISIONS));
    attributes.addAll(own("subjects", CanonicalColumns.SUBJECTS));
    List<String> features = pipeline.features().columns();
    boolean isSubjectsKnown =
        pipeline.conform().subjects().isEmpty() || conformed.containsKey("subjects");
    for (int i = 0; i < features.size() && isSubjectsKnown; i++) {
      if (!attributes.contains(features.get(i))) {
        problem(
            "/features/columns/" + i,
            "'"
                + features.get(i)
                + "' is a column of neither conform.subjects nor conform.decisions; they have "
                + String.join(", ", attributes));
      }
    }
    if (conformed.containsKey("protected")) {
      checkSensitive(own("protected", CanonicalColumns.PROTECTED));
      checkProtected(own("protected", CanonicalColumns.PROTECTED));
    }
  }

  /** Protected is what conform.protected selects, whether or not it is evaluated. */
  private void checkProtected(List<String> attributes) {
    List<String> features = pipeline.features().columns();
    for (int i = 0; i < features.size(); i++) {
      String name = features.get(i);
      if (attributes.contains(name) && !pipeline.features().protectedAllowed().containsKey(name)) {
        problem(
            "/features/columns/" + i,
            "'%s' is a protected attribute (conform.protected); as a feature it is allowed only with a reason; drop it or add features.protected_allowed: {%s: why}"
                .formatted(name, name));
      }
    }
  }

  private void checkSensitive(List<String> attributes) {
    List<String> sensitive = pipeline.evaluate().sensitive();
    for (int i = 0; i < sensitive.size(); i++) {
      if (!attributes.contains(sensitive.get(i))) {
        problem(
            "/evaluate/sensitive/" + i,
            "'"
                + sensitive.get(i)
                + "' is no column of conform.protected; it has "
                + String.join(", ", attributes));
      }
    }
  }

  private List<String> own(String table, CanonicalColumns columns) {
    return conformed.containsKey(table) ? columns.others(conformed.get(table)) : List.of();
  }

  private void checkExpressions() {
    tables.addSales();
    pipeline
        .features()
        .expressions()
        .forEach(
            (name, sql) ->
                tables
                    .expressionProblem(sql)
                    .ifPresent(problem -> problem("/features/expressions/" + name, problem)));
  }

  private void problem(String pointer, String message) {
    problems.add(file.problem(pointer, message));
  }
}
