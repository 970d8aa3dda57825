package dev.evenhand.attribution;

import dev.evenhand.learn.SavedParts;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * The smallest changes that would turn an unfavourable decision: min Σ |Δ| / spread such that
 * score(x + Δ) reaches the threshold, Δ only where {@code actions} allows it. Wachter, Mittelstadt,
 * Russell (2018); Ustun, Spangher, Liu (2019). A change of category costs 1.
 *
 * <p>Exact for linear models of two classes and linear regressions, and for trees, forests and
 * boosted trees as long as the search ends within its budget. Learns from the training rows what a
 * usual distance is, and their range, beyond which nothing is suggested unless an action says so.
 */
public final class Recourse extends Estimator<RecourseModel> implements RecourseParams, MLWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final Transformer model;
  private final Wishes wishes;

  public Recourse(Transformer model) {
    this(Identifiable$.MODULE$.randomUID("recourse"), model);
  }

  private Recourse(String uid, Transformer model) {
    this.uid = uid;
    this.model = model;
    wishes = new Wishes(this);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public Wishes wishes() {
    return wishes;
  }

  public Recourse setFeaturesCol(String value) {
    return (Recourse) set(featuresCol(), value);
  }

  public Recourse setRecourseCol(String value) {
    return (Recourse) set(recourseCol(), value);
  }

  /** What may change; all else stays. */
  public Recourse setActions(Action... values) {
    return (Recourse)
        set(actions(), Arrays.stream(values).map(Action::toJson).toArray(String[]::new));
  }

  public Recourse setPlayers(String[] value) {
    return (Recourse) set(players(), value);
  }

  public Recourse setThreshold(double value) {
    return (Recourse) set(threshold(), value);
  }

  public Recourse setBeyond(double value) {
    return (Recourse) set(beyond(), value);
  }

  public Recourse setMostChanges(int value) {
    return (Recourse) set(mostChanges(), value);
  }

  public Recourse setAlternatives(int value) {
    return (Recourse) set(alternatives(), value);
  }

  public Recourse setBudget(int value) {
    return (Recourse) set(budget(), value);
  }

  @Override
  public RecourseModel fit(Dataset<?> dataset) {
    wishes.requireFeatures(dataset.schema());
    ModelForm form = Wishes.form(model);
    int size = form.features();
    int[] numbers =
        wishes.levers(dataset.schema(), Spreads.unknown(size)).stream()
            .filter(lever -> !lever.isCategory())
            .mapToInt(lever -> lever.entries()[0])
            .toArray();
    Spreads spreads = Spreads.of(dataset, wishes.features(), size, numbers);
    Codes.check(form, wishes.levers(dataset.schema(), spreads));
    RecourseModel fitted = new RecourseModel(uid, model, spreads);
    copyValues(fitted, ParamMap.empty());
    return (RecourseModel) fitted.setParent(this);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    wishes.requireFeatures(schema);
    return Explaining.with(schema, $(recourseCol()), RecourseModel.TYPE);
  }

  @Override
  public Recourse copy(ParamMap extra) {
    Recourse copy = new Recourse(uid, model);
    copyValues(copy, extra);
    return copy;
  }

  @Override
  public MLWriter write() {
    return SavedParts.writer(this, Spreads.SCHEMA, List::of, List.of(model));
  }

  /** Reads a saved estimator. */
  public static MLReader<Recourse> read() {
    return SavedParts.reader(
        Recourse.class, (uid, rows, parts) -> new Recourse(uid, (Transformer) parts.get(0)));
  }
}
