package dev.evenhand.fairness;

import dev.evenhand.base.DataProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Group fairness of scored rows: one pass over them, and arithmetic on what it found.
 *
 * <p>Cost grows with rows, not with metrics, groups or replicates; memory does not grow with rows.
 */
public final class Audit {
  // Gaps that are hypotheses of their own; the z and chi-squared figures repeat their tests.
  private static final Set<String> TESTED =
      Set.of(
          Spread.DIFFERENCE_BETWEEN_GROUPS.statistic(),
          GapFigures.DIFFERENCE_TO_PRIVILEGED,
          GapFigures.DIFFERENCE_TO_REST,
          ParityFigures.BETWEEN_GROUPS);

  private Audit() {}

  /** Refuses rows that can't be used with a {@link DataProblem} that counts them. */
  public static AuditResult of(Dataset<Row> rows, AuditRequest request) {
    if (request.columns().kind() == Columns.Kind.MULTICLASS) {
      throw new IllegalArgumentException("several classes are for ClassAudit");
    }
    ScanState state = Scan.of(rows, request.columns(), request.grouping().columns());
    requirePrivileged(state, request.grouping());
    return of(state, request);
  }

  /**
   * An audit of the rows of each combination of values of some columns, such as model and split,
   * all in the same pass. Missing values count as {@code unknown}.
   *
   * @param by the columns that tell the audits apart; none of them is a group's
   * @return by their values, in the order of {@code by}
   */
  public static Map<List<String>, AuditResult> by(
      Dataset<Row> rows, List<String> by, AuditRequest request) {
    List<String> key = new ArrayList<>(by);
    key.addAll(request.grouping().columns());
    Map<List<String>, AuditResult> audits = new HashMap<>();
    Scan.of(rows, request.columns(), key)
        .splitBy(by.size())
        .forEach(
            (part, state) -> {
              requirePrivileged(state, request.grouping());
              audits.put(part, of(state, request));
            });
    return audits;
  }

  static AuditResult of(ScanState state, AuditRequest request) {
    List<View> views = new Views(state, request).all();
    List<Figure> figures =
        new ArrayList<>(
            views.parallelStream().flatMap(view -> of(view, request).stream()).toList());
    figures.addAll(0, overall(views, request));
    List<Cell> cells =
        request.columns().isRegression()
            ? List.of()
            : views.stream()
                .flatMap(view -> CellRows.of(view, request.options().minGroup()).stream())
                .toList();
    Slice overall = views.get(0).overall();
    return new AuditResult(
        Math.round(overall.tally().rows()), withQValues(figures), cells, precision(state, overall));
  }

  private static List<Figure> of(View view, AuditRequest request) {
    if (view.disclosure().isWithheld()) {
      return new GroupFigures(request).of(view); // a gap to all would tell of all
    }
    List<Pending> pending = new ArrayList<>(new GapFigures(view, request).all());
    if (!request.columns().isRegression()) {
      pending.addAll(new ParityFigures(view, request.options().undefined()).all());
      pending.addAll(new IndexFigures(view, request).all());
    }
    List<Figure> figures = new ArrayList<>(new GroupFigures(request).of(view));
    figures.addAll(Bootstrap.resolve(view, pending, request.options()));
    return figures;
  }

  /** All rows, and all rows of each control value. */
  private static List<Figure> overall(List<View> views, AuditRequest request) {
    Set<String> controls = new HashSet<>();
    return views.stream()
        .filter(view -> controls.add(String.valueOf(view.control())))
        .flatMap(view -> new GroupFigures(request).overall(view).stream())
        .toList();
  }

  private static AuditResult.Precision precision(ScanState state, Slice overall) {
    RankStats rank = overall.rank();
    return new AuditResult.Precision(
        state.cells(),
        state.level() == Bins.EXACT,
        rank == null ? 0 : rank.aucBound(),
        rank == null ? 0 : rank.averagePrecisionBound());
  }

  static List<Figure> withQValues(List<Figure> figures) {
    List<Figure> tested = figures.stream().filter(Audit::isTested).toList();
    double[] p = tested.stream().mapToDouble(Figure::pValue).toArray();
    double[] q = BenjaminiHochberg.qValues(p);
    List<Figure> all = new ArrayList<>();
    int next = 0;
    for (Figure figure : figures) {
      all.add(isTested(figure) ? figure.withQ(q[next++]) : figure);
    }
    return List.copyOf(all);
  }

  private static boolean isTested(Figure figure) {
    return figure.pValue() != null && TESTED.contains(figure.statistic());
  }

  private static void requirePrivileged(ScanState state, Grouping grouping) {
    List<String> problems = new ArrayList<>();
    grouping
        .privileged()
        .forEach(
            (attribute, value) -> {
              int column = grouping.columns().indexOf(attribute);
              Set<String> seen =
                  state.groups().keySet().stream()
                      .map(key -> key.get(column))
                      .collect(Collectors.toSet());
              if (!seen.contains(value)) {
                problems.add(
                    "The privileged value '%s' of '%s' is in no row. Name one of its %d values."
                        .formatted(value, attribute, seen.size()));
              }
            });
    if (!problems.isEmpty()) {
      throw new DataProblem(problems);
    }
  }
}
