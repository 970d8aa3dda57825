package dev.evenhand.explain;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.forall;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.attribution.Action;
import dev.evenhand.attribution.Recourse;
import dev.evenhand.attribution.RecourseModel;
import dev.evenhand.config.RecourseRules;
import dev.evenhand.lake.table.Explanations;
import dev.evenhand.vector.FeatureStages;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What would have changed decisions, as a column of {@link Explanations} and in words. */
record Suggestions(RecourseRules rules, Changeable changeable) {
  private static final String FOUND = "recourse_found";
  private static final String FEATURE = "feature";
  private static final String FROM = "from_number";
  private static final String TO = "to_number";
  private static final String FROM_CATEGORY = "from_category";
  private static final String TO_CATEGORY = "to_category";

  /**
   * The rows with their recourse status and recourse.
   *
   * @param decided with the vector, the feature maps and the decision
   * @param stages from the vector to the decision, the learner among them
   */
  Dataset<Row> with(
      Dataset<Row> decided,
      Dataset<Row> training,
      Transformer learner,
      List<Transformer> stages,
      List<String> slots) {
    OptionalDouble cut = Cut.of(stages);
    if (cut.isEmpty()) {
      return without(decided);
    }
    RecourseModel search =
        new Recourse(learner)
            .setFeaturesCol(FeatureStages.FEATURES)
            .setRecourseCol(FOUND)
            .setPlayers(slots.toArray(String[]::new))
            .setActions(changeable.actions().toArray(Action[]::new))
            .setThreshold(cut.getAsDouble())
            .setMostChanges(rules.mostChanges())
            .setAlternatives(rules.alternatives())
            .setBudget(rules.budget())
            .fit(training);
    Dataset<Row> found = search.transform(decided);
    return found
        .withColumn(Explanations.RECOURSE.name(), alternatives())
        .withColumn(Explanations.RECOURSE_STATUS.name(), status());
  }

  /** Rows of a model of which nothing is suggested. */
  static Dataset<Row> without(Dataset<Row> decided) {
    return decided
        .withColumn(Explanations.RECOURSE.name(), lit(null).cast(Explanations.RECOURSE.type()))
        .withColumn(Explanations.RECOURSE_STATUS.name(), lit(null).cast("string"));
  }

  private static Column status() {
    Column status = col(FOUND).getField("status");
    Column hasNone = size(Explanations.RECOURSE.column()).equalTo(0);
    return when(Explanations.DECISION.column().equalTo(1), "favourable")
        .when(status.equalTo("none"), "none")
        .when(hasNone, "unknown")
        .otherwise("found");
  }

  /** Without those that start from a value that is not known of the person. */
  private Column alternatives() {
    Column known =
        filter(
            transform(col(FOUND).getField("alternatives"), this::alternative),
            alternative ->
                forall(alternative.getField(Explanations.CHANGED), change -> isKnown(change)));
    return when(
            Explanations.DECISION.column().equalTo(1), array().cast(Explanations.RECOURSE.type()))
        .otherwise(known);
  }

  private static Column isKnown(Column change) {
    Column from = change.getField(FROM);
    Column hasCategories =
        change.getField(FROM_CATEGORY).isNotNull().and(change.getField(TO_CATEGORY).isNotNull());
    Column hasNumbers = from.isNotNull().and(not(isnan(from))).and(change.getField(TO).isNotNull());
    return hasCategories.or(hasNumbers);
  }

  private Column alternative(Column found) {
    return struct(
        found.getField("cost").as(Explanations.COST),
        transform(found.getField("changes"), this::change).as(Explanations.CHANGED));
  }

  private Column change(Column found) {
    Column feature = element_at(Texts.constant(changeable.featureOf()), found.getField("feature"));
    Column isCategory = found.getField("to_category").isNotNull();
    return struct(
        feature.as(FEATURE),
        when(isCategory, lit(null))
            .otherwise(element_at(col(Explaining.NUMBERS), feature))
            .as(FROM),
        found.getField("to").as(TO),
        when(isCategory, element_at(col(Explaining.CATEGORIES), feature)).as(FROM_CATEGORY),
        category(found.getField("to_category")).as(TO_CATEGORY));
  }

  private Column category(Column label) {
    Map<String, String> categories = changeable.categoryOf();
    return categories.isEmpty()
        ? lit(null).cast("string")
        : when(label.isNotNull(), element_at(Texts.constant(categories), label));
  }

  /** Sentences, one an alternative. */
  static Column told(Sentences sentences) {
    Phrases phrases = sentences.words().phrases();
    return transform(
        Explanations.RECOURSE.column(),
        alternative -> {
          Column changes = alternative.getField(Explanations.CHANGED);
          Column told =
              array_join(transform(changes, change -> told(sentences, phrases, change)), "; ");
          return when(
                  size(changes).equalTo(1),
                  Texts.filled(phrases.text("recourse.one"), Map.of("changes", told)))
              .otherwise(Texts.filled(phrases.text("recourse.several"), Map.of("changes", told)));
        });
  }

  private static Column told(Sentences sentences, Phrases phrases, Column change) {
    Column feature = change.getField(FEATURE);
    Column from = change.getField(FROM);
    Column to = change.getField(TO);
    Column fromCategory = change.getField(FROM_CATEGORY);
    return Texts.filled(
        phrases.text("recourse.change"),
        Map.of(
            "name", sentences.name(feature),
            "to", coalesce(change.getField(TO_CATEGORY), sentences.values().exact(feature, to)),
            "value", sentences.values().before(feature, from, to, fromCategory)));
  }
}
