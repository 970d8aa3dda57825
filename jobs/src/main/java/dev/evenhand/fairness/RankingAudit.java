package dev.evenhand.fairness;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import dev.evenhand.base.DataProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Group fairness of rankings: who is seen, and who is on top.
 *
 * <p>Of each group its mean exposure, the share of its rows in the top k, and skew@k = ln(share of
 * the top k / share of the list); of each attribute NDKL. Figures are means over the lists that the
 * group is in, with a t interval over them; skew is of all lists' tops together. A list is ranked
 * by one task, lists go side by side; values have twelve digits.
 */
public final class RankingAudit {
  private static final String OF_WITHHELD =
      "a group is withheld, and this would tell of its places";

  private final RankingRequest request;
  private final List<Figure> figures = new ArrayList<>();
  private final Withholding groups;

  private RankingAudit(RankingRequest request) {
    this.request = request;
    this.groups = new Withholding(request.options().minGroup());
  }

  public static AuditResult of(Dataset<Row> rows, RankingRequest request) {
    requireColumns(rows, request);
    List<String> attributes = request.grouping().attributes();
    List<List<String>> sets = request.grouping().attributeSets();
    List<List<String>> privileged =
        sets.stream()
            .map(request.grouping()::privileged)
            .map(values -> values == null ? List.<String>of() : values)
            .toList();
    RankingSums sums =
        Scan.internalRows(ranked(rows, request))
            .mapPartitions(
                new RankingPass(
                    List.copyOf(attributes),
                    sets.stream().map(List::copyOf).toList(),
                    privileged.stream().map(List::copyOf).toList(),
                    request.top()))
            .treeAggregate(new RankingSums(), RankingSums::merge, RankingSums::merge, 2, true);
    requireUsable(sums, request);
    RankingAudit audit = new RankingAudit(request);
    audit.add(sums);
    return new AuditResult(
        sums.rows(),
        Audit.withQValues(audit.figures),
        List.of(),
        new AuditResult.Precision(0, true, 0, 0));
  }

  private static Dataset<Row> ranked(Dataset<Row> rows, RankingRequest request) {
    Column[] key =
        request.grouping().attributes().stream()
            .map(name -> coalesce(Scan.quoted(name).cast("string"), lit(Scan.UNKNOWN)).as(name))
            .toArray(Column[]::new);
    Column list = request.list() == null ? lit("all") : Scan.quoted(request.list()).cast("string");
    return rows.select(
            list.as("list"), Scan.number(request.score()).as("score"), struct(key).as("key"))
        .repartition(col("list"))
        .sortWithinPartitions(col("list"), col("score").desc());
  }

  private static void requireColumns(Dataset<Row> rows, RankingRequest request) {
    List<String> names = new ArrayList<>(request.grouping().attributes());
    names.add(request.score());
    if (request.list() != null) {
      names.add(request.list());
    }
    Scan.requireColumns(rows, names);
  }

  private static void requireUsable(RankingSums sums, RankingRequest request) {
    if (sums.refused() > 0) {
      throw new DataProblem(
          "Column '%s'%s: the score is not a finite number, or the list is missing, in %d rows. Correct or drop them."
              .formatted(
                  request.score(),
                  request.list() == null ? "" : " or '" + request.list() + "'",
                  sums.refused()));
    }
    if (sums.rows() == 0) {
      throw new DataProblem("The table has no rows. Give a table with at least one scored row.");
    }
    request
        .grouping()
        .privileged()
        .forEach(
            (attribute, value) -> {
              if (!sums.groups().containsKey(List.of(List.of(attribute), List.of(value)))) {
                throw new DataProblem(
                    "The privileged value '%s' of '%s' is in no row. Correct it."
                        .formatted(value, attribute));
              }
            });
  }

  private void add(RankingSums sums) {
    Subject all = new Subject(null, null, null, null);
    figures.add(Figure.of(all, RankingPass.COUNT, Figure.VALUE, Measured.of(sums.rows())));
    figures.add(Figure.of(all, "lists", Figure.VALUE, Measured.of(sums.lists())));
    count(sums);
    for (List<String> set : request.grouping().attributeSets()) {
      Map<String, List<String>> names = new TreeMap<>();
      sums.groups().keySet().stream()
          .filter(key -> key.get(0).equals(set) && !key.get(1).isEmpty())
          .forEach(key -> names.put(Names.of(key.get(1)), key.get(1)));
      Subject subject = new Subject(Names.of(set), null, null, null);
      if (names.values().stream().anyMatch(values -> groups.isWithheld(set, values))) {
        figures.add(
            Figure.withheld(subject, RankingPass.NDKL, ParityFigures.BETWEEN_GROUPS, OF_WITHHELD));
      } else {
        add(
            subject,
            RankingPass.NDKL,
            ParityFigures.BETWEEN_GROUPS,
            sums.group(set, List.of()).means.get(RankingPass.NDKL));
      }
      names.forEach((name, values) -> add(subject.of(name), sums.group(set, values), set, values));
      metrics().forEach(metric -> addSpreads(subject, metric));
    }
  }

  /** Decides which groups are withheld. */
  private void count(RankingSums sums) {
    groups.all(sums.rows());
    for (List<String> set : request.grouping().attributeSets()) {
      sums.groups().keySet().stream()
          .filter(key -> key.get(0).equals(set) && !key.get(1).isEmpty())
          .sorted(Comparator.comparing(key -> Names.of(key.get(1))))
          .forEach(key -> groups.put(set, key.get(1), rows(sums.group(set, key.get(1)))));
    }
    groups.settle();
  }

  private static double rows(RankingSums.Group group) {
    return group.totals.get(RankingPass.COUNT);
  }

  private List<String> metrics() {
    List<String> metrics = new ArrayList<>(List.of(RankingPass.EXPOSURE));
    request.top().forEach(k -> metrics.add(RankingPass.SELECTION + k));
    return metrics;
  }

  private void add(
      Subject subject, RankingSums.Group group, List<String> set, List<String> values) {
    double rows = rows(group);
    Disclosure told = Disclosure.of(groups.at(set, values), request.options().minGroup(), Set.of());
    List<String> all = new ArrayList<>(metrics());
    request.top().forEach(k -> all.add(RankingPass.SKEW + k));
    if (told.isWithheld()) {
      all.add(0, RankingPass.COUNT);
      all.forEach(name -> figures.add(Figure.withheld(subject, name, Figure.VALUE, told.reason())));
      return;
    }
    figures.add(
        Figure.of(subject, RankingPass.COUNT, Figure.VALUE, Measured.of(rows))
            .counting(rows, rows));
    for (String metric : metrics()) {
      add(subject, metric, Figure.VALUE, group.means.get(metric));
      addGap(subject, metric, group, set, values);
    }
    for (int k : request.top()) {
      double seen = group.totals.get(RankingPass.SKEW + k);
      Measured skew =
          seen == 0
              ? Measured.undefined("none of the group is in the top " + k)
              : Measured.rounded(Math.log(seen / group.totals.get(RankingPass.EXPECTED + k)));
      figures.add(Figure.of(subject, RankingPass.SKEW + k, Figure.VALUE, skew));
    }
  }

  /** Of lists that have both groups, so that what makes lists differ makes no gap. */
  private void addGap(
      Subject subject,
      String metric,
      RankingSums.Group group,
      List<String> set,
      List<String> values) {
    List<String> privileged = request.grouping().privileged(set);
    RankingSums.Mean gap = group.means.get(RankingPass.GAP + metric);
    if (privileged != null
        && !privileged.equals(values)
        && gap != null
        && !groups.isWithheld(set, privileged)) {
      add(subject.against(Names.of(privileged)), metric, GapFigures.DIFFERENCE_TO_PRIVILEGED, gap);
    }
  }

  private void add(Subject subject, String metric, String statistic, RankingSums.Mean mean) {
    Figure figure = Figure.of(subject, metric, statistic, Measured.rounded(mean.mean()));
    double error = mean.error();
    if (!Double.isNaN(error)) {
      int degrees = (int) mean.lists - 1;
      double half = Normal.critical(AuditOptions.CONFIDENCE, degrees) * error;
      boolean isGap = statistic.equals(GapFigures.DIFFERENCE_TO_PRIVILEGED);
      double most = metric.equals(RankingPass.NDKL) ? Double.MAX_VALUE : 1;
      figure =
          figure.with(
              new Interval(mean.mean() - half, mean.mean() + half, "t-of-lists")
                  .within(isGap ? -1 : 0, most));
      if (isGap && error > 0) {
        double t = Math.abs(mean.mean()) / error;
        figure = figure.withP(2 * new TDistribution(null, degrees).cumulativeProbability(-t));
      }
    }
    figures.add(figure);
  }

  /** Over the groups that have a value, as of every other metric. */
  private void addSpreads(Subject subject, String metric) {
    double[] values =
        figures.stream()
            .filter(figure -> subject.attribute().equals(figure.attribute()))
            .filter(figure -> figure.metric().equals(metric) && figure.isDefined())
            .filter(figure -> figure.statistic().equals(Figure.VALUE))
            .mapToDouble(Figure::value)
            .toArray();
    for (Spread spread :
        Arrays.asList(Spread.DIFFERENCE_BETWEEN_GROUPS, Spread.RATIO_BETWEEN_GROUPS)) {
      Measured measured =
          values.length < 2
              ? Measured.undefined("fewer than two groups have a value")
              : spread.of(values, Measured.undefined(""));
      figures.add(Figure.of(subject, metric, spread.statistic(), measured));
    }
  }
}
