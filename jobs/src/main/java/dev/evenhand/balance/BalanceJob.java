package dev.evenhand.balance;

import dev.evenhand.base.SideBySide;
import dev.evenhand.config.Evaluate;
import dev.evenhand.config.Pipeline;
import dev.evenhand.fairness.Figure;
import dev.evenhand.fairness.Withholding;
import dev.evenhand.history.ProtectedGroups;
import dev.evenhand.job.Job;
import dev.evenhand.job.JobContext;
import dev.evenhand.job.RowCounts;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.FeatureRows;
import dev.evenhand.lake.table.FigureRow;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.Measures;
import dev.evenhand.lake.table.ProtectedAttributes;
import dev.evenhand.lake.table.Splits;
import dev.evenhand.lake.table.TrainingSet;
import dev.evenhand.lake.table.UsableDecisions;
import dev.evenhand.lake.table.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Balance of the training decisions before and after repair, and which features are proxies. */
public record BalanceJob(Pipeline pipeline) implements Job {
  private static final String LABEL_RATE = "label_rate";
  private static final String TRAIN = "train";

  @Override
  public String name() {
    return "balance";
  }

  @Override
  public List<TableContract> reads() {
    return List.of(
        UsableDecisions.CONTRACT,
        Splits.CONTRACT,
        FeatureRows.CONTRACT,
        TrainingSet.CONTRACT,
        Weights.CONTRACT,
        ProtectedAttributes.CONTRACT);
  }

  @Override
  public List<TableContract> writes() {
    return List.of(Figures.BALANCE);
  }

  @Override
  public RowCounts run(JobContext context) {
    Evaluate evaluate = pipeline.evaluate();
    Dataset<Row> before = before(context).cache();
    Dataset<Row> after = after(context, before);
    List<FigureRow> figures = new ArrayList<>();
    ValueCounts allBefore =
        ValueCounts.of(before, evaluate.sensitive(), UsableDecisions.LABEL.name(), null);
    ValueCounts allAfter =
        ValueCounts.of(
            after, evaluate.sensitive(), UsableDecisions.LABEL.name(), Weights.WEIGHT.name());
    Withholding by =
        DataBalance.withholding(allBefore, allAfter, evaluate.intersections(), evaluate.minGroup());
    ValueCounts population = allBefore.told(by);
    ValueCounts repaired = allAfter.told(by);
    add(figures, DataBalance.of(population, evaluate.intersections()), Measures.BEFORE);
    add(figures, DataBalance.of(repaired, evaluate.intersections()), Measures.AFTER);
    add(
        figures,
        DataBalance.from(Measures.BEFORE, population, repaired, evaluate.intersections()),
        Measures.AFTER);
    figures.addAll(ofFeatures(before, evaluate));
    context
        .lake()
        .replaceRun(
            Figures.BALANCE,
            FigureRow.rows(context.spark(), figures, context.asOf()),
            context.scope());
    long rows = before.count();
    before.unpersist();
    return new RowCounts(rows, figures.size(), figures.size() + " figures");
  }

  private Dataset<Row> before(JobContext context) {
    Dataset<Row> train =
        context
            .lake()
            .readRun(Splits.CONTRACT, context.scope())
            .filter(Splits.SPLIT.column().equalTo(TRAIN))
            .select(Splits.DECISION_ID.column());
    Dataset<Row> decisions = context.lake().readRun(UsableDecisions.CONTRACT, context.scope());
    Dataset<Row> groups =
        ProtectedGroups.at(
            decisions,
            context.lake().readPipeline(ProtectedAttributes.CONTRACT, context.scope().pipeline()),
            pipeline.evaluate().sensitive());
    Dataset<Row> features =
        context
            .lake()
            .readRun(FeatureRows.CONTRACT, context.scope())
            .select(
                FeatureRows.DECISION_ID.column(),
                FeatureRows.NUMBERS.column(),
                FeatureRows.CATEGORIES.column());
    String key = UsableDecisions.DECISION_ID.name();
    return decisions
        .select(UsableDecisions.DECISION_ID.column(), UsableDecisions.LABEL.column())
        .join(train, key)
        .join(features, key)
        .join(groups, key);
  }

  private static Dataset<Row> after(JobContext context, Dataset<Row> before) {
    Dataset<Row> weights =
        context
            .lake()
            .readRun(Weights.CONTRACT, context.scope())
            .select(Weights.DECISION_ID.column(), Weights.WEIGHT.column());
    return before.join(weights, Weights.DECISION_ID.name());
  }

  private static void add(List<FigureRow> rows, List<Figure> figures, String dataset) {
    for (Figure figure : figures) {
      String metric = figure.metric().equals(LABEL_RATE) ? Measures.POSITIVE_RATE : figure.metric();
      rows.add(
          FigureRow.of(metric)
              .dataset(dataset)
              .split(TRAIN)
              .group(figure.attribute(), figure.groupValue())
              .control(figure.control())
              .reference(figure.reference())
              .statistic(figure.statistic())
              .value(figure.value())
              .interval(figure.ciLow(), figure.ciHigh(), figure.ciMethod())
              .test(figure.pValue(), figure.qValue())
              .size(figure.n(), figure.weight())
              .because(figure.status().name().toLowerCase(Locale.ROOT), figure.reason()));
    }
  }

  private static List<FigureRow> ofFeatures(Dataset<Row> before, Evaluate evaluate) {
    return SideBySide.of(
            2,
            List.<Callable<List<FigureRow>>>of(
                () ->
                    JointProxy.of(before, evaluate.sensitive(), evaluate.minGroup()).stream()
                        .map(proxy -> figure(proxy, "delong-logit"))
                        .toList(),
                () ->
                    ProxyStrength.of(before, evaluate.sensitive(), evaluate.minGroup()).stream()
                        .map(proxy -> figure(proxy, "hanley_mcneil"))
                        .toList(),
                () -> {
                  List<FigureRow> missing = new ArrayList<>();
                  add(
                      missing,
                      MissingValues.of(before, evaluate.sensitive(), evaluate.minGroup()),
                      Measures.BEFORE);
                  return missing;
                },
                () ->
                    ProxyAssociation.of(before, evaluate.sensitive(), evaluate.minGroup()).stream()
                        .flatMap(association -> figures(association).stream())
                        .toList()))
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  private static List<FigureRow> figures(ProxyAssociation.Association association) {
    return List.of(
        figure(association, Measures.PROXY_CRAMERS_V)
            .value(association.cramersV())
            .interval(
                association.ofCramersV().low(),
                association.ofCramersV().high(),
                association.ofCramersV().method()),
        figure(association, Measures.PROXY_INFORMATION)
            .value(association.information())
            .interval(
                association.ofInformation().low(),
                association.ofInformation().high(),
                association.ofInformation().method()));
  }

  private static FigureRow figure(ProxyAssociation.Association association, String metric) {
    return FigureRow.of(metric)
        .dataset(Measures.BEFORE)
        .split(TRAIN)
        .group(association.attribute(), association.feature())
        .size(association.n(), null);
  }

  private static FigureRow figure(ProxyStrength.Proxy proxy, String method) {
    return FigureRow.of(Measures.PROXY_AUC)
        .dataset(Measures.BEFORE)
        .split(TRAIN)
        .group(proxy.attribute(), proxy.feature())
        .reference(proxy.group())
        .value(proxy.auc())
        .interval(proxy.low(), proxy.high(), method)
        .size(proxy.n(), null);
  }
}
