package dev.evenhand.evaluate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;

import dev.evenhand.base.DataProblem;
import dev.evenhand.base.Quoted;
import dev.evenhand.config.Pipeline;
import dev.evenhand.fairness.Columns;
import dev.evenhand.fairness.Condition;
import dev.evenhand.fairness.Names;
import dev.evenhand.fairness.Subgroup;
import dev.evenhand.fairness.SubgroupRequest;
import dev.evenhand.fairness.Subgroups;
import dev.evenhand.lake.table.FeatureRows;
import dev.evenhand.lake.table.FigureRow;
import dev.evenhand.lake.table.Measures;
import dev.evenhand.lake.table.Predictions;
import dev.evenhand.vector.FeatureNames;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Where the candidate hurts most on the test split; see {@link Subgroups}.
 *
 * @param candidate name of the model
 */
record SubgroupFigures(Pipeline pipeline, String candidate) {
  private static final String TEST = "test";

  // A feature may have any other name.
  private static final String LABEL = "label of the decision";
  private static final String DECISION = "decision of the model";

  /**
   * Of each subgroup its rate, everyone else's and the difference; nothing if the file asks for
   * none.
   *
   * @param predictions with the protected attributes
   * @param features rows of gold.features
   * @param version of the model
   */
  List<FigureRow> of(Dataset<Row> predictions, Dataset<Row> features, String version) {
    if (pipeline.evaluate().subgroups().isEmpty()) {
      return List.of();
    }
    dev.evenhand.config.Subgroups asked = pipeline.evaluate().subgroups().get();
    Dataset<Row> rows = rows(predictions, asked.columns(), features).cache();
    try {
      return Subgroups.of(
              rows,
              Columns.of(LABEL, DECISION),
              new SubgroupRequest(asked.columns(), asked.depth(), pipeline.evaluate().minGroup()))
          .stream()
          .flatMap(subgroup -> figures(subgroup, version))
          .toList();
    } finally {
      rows.unpersist();
    }
  }

  private Dataset<Row> rows(Dataset<Row> predictions, List<String> names, Dataset<Row> features) {
    Dataset<Row> tested =
        predictions
            .filter(Predictions.MODEL.column().equalTo(candidate))
            .filter(Predictions.SPLIT.column().equalTo(TEST))
            .join(
                features.select(
                    FeatureRows.DECISION_ID.column(),
                    FeatureRows.NUMBERS.column(),
                    FeatureRows.CATEGORIES.column()),
                FeatureRows.DECISION_ID.name());
    FeatureNames known = FeatureNames.of(tested);
    List<Column> columns = new ArrayList<>();
    columns.add(Predictions.LABEL.column().as(LABEL));
    columns.add(Predictions.DECISION.column().as(DECISION));
    names.forEach(name -> columns.add(column(name, known).as(name)));
    return tested.select(columns.toArray(Column[]::new));
  }

  private Column column(String name, FeatureNames known) {
    if (pipeline.evaluate().sensitive().contains(name)) {
      return col(Quoted.name(name));
    }
    if (known.numbers().contains(name)) {
      return element_at(FeatureRows.NUMBERS.column(), name);
    }
    if (known.categories().contains(name)) {
      return element_at(FeatureRows.CATEGORIES.column(), name);
    }
    throw new DataProblem(
        "evaluate.subgroups: '%s' is neither a protected attribute nor a feature. Features are %s. Correct the name."
            .formatted(
                name,
                String.join(
                    ", ",
                    Stream.concat(known.numbers().stream(), known.categories().stream())
                        .toList())));
  }

  private Stream<FigureRow> figures(Subgroup subgroup, String version) {
    return Stream.of(
        figure(subgroup, version).value(subgroup.value()),
        figure(subgroup, version).statistic(Measures.REST).value(subgroup.rest()),
        figure(subgroup, version)
            .statistic("difference")
            .value(subgroup.gap())
            .interval(
                subgroup.interval().low(), subgroup.interval().high(), subgroup.interval().method())
            .test(subgroup.pValue(), null));
  }

  private FigureRow figure(Subgroup subgroup, String version) {
    return FigureRow.of(Measures.SUBGROUP_PREFIX + subgroup.rate().metric())
        .model(candidate, version)
        .dataset(Measures.DECISIONS)
        .split(TEST)
        .group(
            Names.of(subgroup.conditions().stream().map(Condition::column).toList()),
            Names.of(subgroup.conditions().stream().map(Condition::valueOrRange).toList()))
        .reference(Measures.REST)
        .size(subgroup.n(), (double) subgroup.n());
  }
}
