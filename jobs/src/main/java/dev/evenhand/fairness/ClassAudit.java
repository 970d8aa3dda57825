package dev.evenhand.fairness;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import dev.evenhand.base.DataProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Group fairness of predictions of one of several classes: each class against the rest, and how
 * often the right one is met. All classes are counted in one pass over the rows.
 */
public final class ClassAudit {
  private static final int MOST = 100;
  private static final String ONE = "evenhand_class";
  private static final String CLASS = "class";
  private static final String LABEL = "label";
  private static final String PREDICTION = "prediction";
  private static final String SCORE = "score";
  private static final String ANY = "any";
  private static final String ONE_CLASS = "=";
  private static final String ACCURACY = "accuracy";

  // Of the rows' being right: their number, and the share of those that are.
  private static final Set<String> OF_ACCURACY =
      Set.of(Total.COUNT.metric(), Total.WEIGHT.metric(), Rate.SELECTION_RATE.metric());

  private ClassAudit() {}

  /**
   * What was found.
   *
   * @param accuracy figures of the metric {@code accuracy}, and the sizes of groups
   * @param classes an audit of each class: label and decision say whether it is this class
   */
  public record Result(AuditResult accuracy, Map<String, AuditResult> classes) {}

  /**
   * @param request whose label and prediction name a class; with a score, the probability of class
   *     c is in the column of that name followed by c
   */
  public static Result of(Dataset<Row> rows, AuditRequest request) {
    Columns columns = request.columns();
    List<String> groups = request.grouping().columns();
    Scan.requireColumns(rows, withoutScore(columns), groups);
    List<String> classes = classes(rows, columns);
    Scan.requireColumns(rows, withoutScore(columns), scores(columns, classes));
    Map<List<String>, AuditResult> audits =
        Audit.by(
            byClass(rows, columns, groups, classes),
            List.of(CLASS),
            new AuditRequest(ofOneClass(columns), request.grouping(), request.options()));
    Map<String, AuditResult> found = new TreeMap<>();
    classes.forEach(name -> found.put(name, audits.get(List.of(ONE_CLASS + name))));
    return withQValues(accuracy(audits.get(List.of(ANY))), found);
  }

  private static Columns withoutScore(Columns columns) {
    return columns.withScore(null);
  }

  private static Columns ofOneClass(Columns columns) {
    return new Columns(
        Columns.Kind.BINARY,
        LABEL,
        PREDICTION,
        columns.hasScore() ? SCORE : null,
        columns.weight(),
        columns.subject());
  }

  private static List<String> scores(Columns columns, List<String> classes) {
    return columns.hasScore()
        ? classes.stream().map(name -> columns.score() + name).toList()
        : List.of();
  }

  /** Those that are labels or predictions, in order. */
  private static List<String> classes(Dataset<Row> rows, Columns columns) {
    List<String> classes = new ArrayList<>();
    List<Row> found =
        rows.select(explode(array(text(columns.label()), text(columns.prediction()))).as(CLASS))
            .groupBy(col(CLASS))
            .agg(count(lit(1)))
            .limit(MOST + 2)
            .collectAsList();
    for (Row row : found) {
      if (row.isNullAt(0)) {
        throw new DataProblem(
            "Column '%s' or '%s': the class is missing in some of their rows. Correct or drop them."
                .formatted(columns.label(), columns.prediction()));
      }
      classes.add(row.getString(0));
    }
    if (classes.size() > MOST) {
      throw new DataProblem(
          "Columns '%s' and '%s' have more than %d classes. Numbers are audited as a regression."
              .formatted(columns.label(), columns.prediction(), MOST));
    }
    classes.sort(null);
    return classes;
  }

  /** Each row once for each class, and once for whether it is right. */
  private static Dataset<Row> byClass(
      Dataset<Row> rows, Columns columns, List<String> groups, List<String> classes) {
    Column label = text(columns.label());
    Column prediction = text(columns.prediction());
    List<Column> all = new ArrayList<>();
    all.add(one(ANY, lit(1), label.equalTo(prediction), columns.hasScore() ? lit(0.0) : null));
    for (String name : classes) {
      Column score = columns.hasScore() ? Scan.number(columns.score() + name) : null;
      all.add(one(ONE_CLASS + name, label.equalTo(name), prediction.equalTo(name), score));
    }
    List<Column> kept = new ArrayList<>(groups.stream().map(Scan::quoted).toList());
    if (columns.hasWeight()) {
      kept.add(Scan.quoted(columns.weight()));
    }
    if (columns.hasSubject()) {
      kept.add(Scan.quoted(columns.subject()));
    }
    List<Column> flat = new ArrayList<>(kept);
    kept.add(explode(array(all.toArray(Column[]::new))).as(ONE));
    flat.add(col(ONE + ".*"));
    return rows.select(kept.toArray(Column[]::new)).select(flat.toArray(Column[]::new));
  }

  private static Column one(String name, Column isLabel, Column isPrediction, Column score) {
    List<Column> fields = new ArrayList<>();
    fields.add(lit(name).as(CLASS));
    fields.add(isLabel.cast("int").as(LABEL));
    fields.add(isPrediction.cast("int").as(PREDICTION));
    if (score != null) {
      fields.add(score.as(SCORE));
    }
    return struct(fields.toArray(Column[]::new));
  }

  private static Column text(String column) {
    return Scan.quoted(column).cast("string");
  }

  private static AuditResult accuracy(AuditResult ofAny) {
    List<Figure> figures =
        ofAny.figures().stream()
            .filter(figure -> OF_ACCURACY.contains(figure.metric()))
            .map(
                figure ->
                    figure.metric().equals(Rate.SELECTION_RATE.metric())
                        ? figure.named(ACCURACY)
                        : figure)
            .toList();
    return new AuditResult(ofAny.rows(), figures, List.of(), ofAny.scores());
  }

  /** Over the gaps of all classes together. */
  private static Result withQValues(AuditResult accuracy, Map<String, AuditResult> classes) {
    List<Figure> all = new ArrayList<>(accuracy.figures());
    classes.values().forEach(audit -> all.addAll(audit.figures()));
    List<Figure> figures = Audit.withQValues(all);
    int from = accuracy.figures().size();
    AuditResult first = accuracy.with(figures.subList(0, from));
    Map<String, AuditResult> rest = new TreeMap<>();
    for (Map.Entry<String, AuditResult> one : classes.entrySet()) {
      int to = from + one.getValue().figures().size();
      rest.put(one.getKey(), one.getValue().with(figures.subList(from, to)));
      from = to;
    }
    return new Result(first, rest);
  }
}
