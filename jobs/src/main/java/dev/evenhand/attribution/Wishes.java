package dev.evenhand.attribution;

import dev.evenhand.base.DataProblem;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.ClassificationModel;
import org.apache.spark.ml.classification.LinearSVCModel;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.sql.types.StructType;

/** The Params of recourse, and what follows from their values. */
final class Wishes implements Serializable {
  private static final long serialVersionUID = 1L;

  final Param<String> featuresCol;
  final Param<String> recourseCol;
  final StringArrayParam actions;
  final StringArrayParam players;
  final DoubleParam threshold;
  final DoubleParam beyond;
  final IntParam mostChanges;
  final IntParam alternatives;
  final IntParam budget;

  private final Params owner;

  Wishes(Params owner) {
    this.owner = owner;
    featuresCol = new Param<>(owner, "featuresCol", "the vector that the model reads");
    recourseCol = new Param<>(owner, "recourseCol", "where the changes go");
    actions = new StringArrayParam(owner, "actions", "what may change");
    players = new StringArrayParam(owner, "players", "the column that each entry stands for");
    threshold = new DoubleParam(owner, "threshold", "the score of a favourable decision");
    beyond = new DoubleParam(owner, "beyond", "how far beyond it", ParamValidators.gtEq(0));
    mostChanges = new IntParam(owner, "mostChanges", "features at once", ParamValidators.gt(0));
    alternatives = new IntParam(owner, "alternatives", "different ways", ParamValidators.gt(0));
    budget = new IntParam(owner, "budget", "steps of the search", ParamValidators.gt(0));
    owner.setDefault(featuresCol, "features");
    owner.setDefault(recourseCol, "recourse");
    owner.setDefault(players, new String[0]);
    owner.setDefault(threshold, 0.5);
    owner.setDefault(beyond, 1e-6);
    owner.setDefault(mostChanges, 3);
    owner.setDefault(alternatives, 3);
    owner.setDefault(budget, 20_000);
  }

  String features() {
    return owner.getOrDefault(featuresCol);
  }

  void requireFeatures(StructType schema) {
    if (!Arrays.asList(schema.fieldNames()).contains(features())) {
      throw new DataProblem(
          "featuresCol names column '%s', which the table lacks. It has: %s."
              .formatted(features(), String.join(", ", schema.fieldNames())));
    }
  }

  /** The model as a sum with one output, on the probability where that is a sum, too. */
  static ModelForm form(Transformer model) {
    boolean hasProbability =
        model instanceof ClassificationModel<?, ?> && !(model instanceof LinearSVCModel);
    Scale scale = hasProbability ? Scale.PROBABILITY : Scale.MARGIN;
    ModelForm form =
        new ModelForms(scale, OptionalInt.empty())
            .of(model)
            .orElseThrow(
                () ->
                    new DataProblem(
                        "No recourse for %s: only for linear models and trees."
                            .formatted(model.getClass().getSimpleName())));
    boolean isOne = form instanceof TreeForm trees ? trees.outputs() == 1 : isOne(form);
    if (!isOne) {
      throw new DataProblem("Recourse needs a model of two classes, or a regression.");
    }
    return form;
  }

  private static boolean isOne(ModelForm form) {
    return ((LinearForm) form).intercepts().length == 1;
  }

  /** The threshold on the sum that the search lifts. */
  double bar(ModelForm form) {
    double score = owner.getOrDefault(threshold) instanceof Double value ? value : Double.NaN;
    if (form.link() instanceof Link.Logistic logistic) {
      if (!(score > 0 && score < 1)) {
        throw new DataProblem("threshold is a probability between 0 and 1, was " + score + ".");
      }
      return Math.log(score / (1 - score)) / logistic.slope();
    }
    return score;
  }

  RemedySearch.Wish wish(ModelForm form) {
    return new RemedySearch.Wish(
        bar(form) + (double) owner.getOrDefault(beyond),
        (int) owner.getOrDefault(mostChanges),
        (int) owner.getOrDefault(alternatives),
        (int) owner.getOrDefault(budget));
  }

  /** The actions on the entries of a table's vectors. */
  List<Lever> levers(StructType schema, Spreads spreads) {
    int size = spreads.spread().length;
    String[] given = owner.getOrDefault(players);
    Players named = Players.of(schema, features(), size, given);
    List<String> labels = labels(schema, size);
    List<Lever> levers = new ArrayList<>();
    Set<Integer> taken = new HashSet<>();
    String[] texts = owner.isDefined(actions) ? owner.getOrDefault(actions) : new String[0];
    if (texts.length == 0) {
      throw new DataProblem("actions is empty: say which features may change.");
    }
    for (String text : texts) {
      Lever lever = Lever.of(Action.fromJson(text), named, labels, spreads);
      for (int entry : lever.entries()) {
        if (!taken.add(entry)) {
          throw new DataProblem("actions changes '%s' twice.".formatted(labels.get(entry)));
        }
      }
      levers.add(lever);
    }
    return levers;
  }

  private List<String> labels(StructType schema, int size) {
    Players entries = Players.of(schema, features(), size, new String[0]);
    return Arrays.stream(entries.ofEntry()).mapToObj(entries.names()::get).toList();
  }
}
