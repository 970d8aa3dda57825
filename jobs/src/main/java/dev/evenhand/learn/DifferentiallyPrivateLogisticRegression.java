package dev.evenhand.learn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.evenhand.dp.RandomBits;
import dev.evenhand.dp.ZeroConcentrated;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.classification.ProbabilisticClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Logistic regression that is (epsilon, delta)-differentially private: min mean over subjects of
 * the mean over their rows of log(1 + exp(m)) - y m, plus regParam / 2 |w|², by {@link
 * PrivateDescent} under zero-concentrated differential privacy.
 *
 * <p>Features longer than {@code maxNorm} are shortened to it, in training and in prediction. They
 * must be scaled by what is publicly known: a scaler that is fitted on the same rows tells of them
 * what no epsilon covers. Rows without a label of 0 or 1 or with a feature that is no finite number
 * are left out, since to refuse them would reveal them. Two tables are neighbours if one has all
 * rows of one subject more. Every fit draws new noise and is a release of its own: whoever fits ten
 * models to choose one has spent ten times.
 */
public final class DifferentiallyPrivateLogisticRegression
    extends ProbabilisticClassifier<
        Vector,
        DifferentiallyPrivateLogisticRegression,
        DifferentiallyPrivateLogisticRegressionModel>
    implements MLWritable {
  private static final long serialVersionUID = 1L;
  private static final String FEATURES = "features";
  private static final String LABEL = "label";
  private static final String SUBJECT = "subject";
  private static final String WEIGHT = "weight";

  private String uid;
  private final DoubleParam epsilon;
  private final DoubleParam delta;
  private final DoubleParam maxNorm;
  private final DoubleParam regParam;
  private final IntParam maxIter;
  private final Param<String> subjectCol;

  public DifferentiallyPrivateLogisticRegression() {
    this(Uids.random("privatelogreg"));
  }

  public DifferentiallyPrivateLogisticRegression(String uid) {
    this(Uids.next(uid));
  }

  private DifferentiallyPrivateLogisticRegression(Uids.Token token) {
    uid = token.uid();
    epsilon = new DoubleParam(this, "epsilon", "of the privacy kept", ParamValidators.gt(0));
    delta =
        new DoubleParam(
            this, "delta", "of the privacy kept", ParamValidators.inRange(0, 1, false, false));
    maxNorm = new DoubleParam(this, "maxNorm", "features' longest norm", ParamValidators.gt(0));
    regParam = new DoubleParam(this, "regParam", "penalty on |w|² / 2", ParamValidators.gtEq(0));
    maxIter = new IntParam(this, "maxIter", "gradients to look at", ParamValidators.gtEq(1));
    subjectCol = new Param<>(this, "subjectCol", "whose row it is; unset: each row's own");
    setDefault(epsilon, 1.0);
    setDefault(delta, 1e-6);
    setDefault(maxNorm, 3.0);
    setDefault(regParam, 0.0);
    setDefault(maxIter, 100);
  }

  @Override
  public String uid() {
    if (uid == null) {
      uid = Uids.taken();
    }
    return uid;
  }

  public DoubleParam epsilon() {
    return epsilon;
  }

  public DoubleParam delta() {
    return delta;
  }

  public DoubleParam maxNorm() {
    return maxNorm;
  }

  public DoubleParam regParam() {
    return regParam;
  }

  public IntParam maxIter() {
    return maxIter;
  }

  public Param<String> subjectCol() {
    return subjectCol;
  }

  /** What the model may reveal of one subject; 1 by default. */
  public DifferentiallyPrivateLogisticRegression setEpsilon(double value) {
    return (DifferentiallyPrivateLogisticRegression) set(epsilon, value);
  }

  /** With what probability more; well below one over the number of subjects; 1e-6 by default. */
  public DifferentiallyPrivateLogisticRegression setDelta(double value) {
    return (DifferentiallyPrivateLogisticRegression) set(delta, value);
  }

  /** The length to which longer features are shortened; noise grows with it; 3 by default. */
  public DifferentiallyPrivateLogisticRegression setMaxNorm(double value) {
    return (DifferentiallyPrivateLogisticRegression) set(maxNorm, value);
  }

  public DifferentiallyPrivateLogisticRegression setRegParam(double value) {
    return (DifferentiallyPrivateLogisticRegression) set(regParam, value);
  }

  /** Passes over the rows; each gets its share of the privacy; 100 by default. */
  public DifferentiallyPrivateLogisticRegression setMaxIter(int value) {
    return (DifferentiallyPrivateLogisticRegression) set(maxIter, value);
  }

  /** Column that tells whose row it is: all rows of a subject are protected together. */
  public DifferentiallyPrivateLogisticRegression setSubjectCol(String value) {
    return (DifferentiallyPrivateLogisticRegression) set(subjectCol, value);
  }

  @Override
  public DifferentiallyPrivateLogisticRegressionModel train(Dataset<?> dataset) {
    requireSubject(dataset.schema());
    double norm = (double) $(maxNorm);
    double rho = ZeroConcentrated.rho((double) $(epsilon), (double) $(delta));
    Dataset<Row> rows = weighted(dataset);
    int width = width(rows);
    JavaRDD<PrivateExample> examples =
        rows.select(FEATURES, LABEL, WEIGHT)
            .javaRDD()
            .filter(row -> !row.isNullAt(0) && row.<Vector>getAs(0).size() == width)
            .map(row -> PrivateExample.of(row.getAs(0), row.getDouble(1), row.getDouble(2), norm))
            .filter(Objects::nonNull)
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      PrivateDescent.Fit fit =
          new PrivateDescent(
                  examples,
                  width,
                  new PrivateDescent.Settings(rho, norm, (int) $(maxIter), (double) $(regParam)))
              .fit(RandomBits.secure());
      PrivateTraining training =
          new PrivateTraining(
              (double) $(epsilon),
              (double) $(delta),
              rho,
              (int) $(maxIter),
              norm,
              fit.deviation(),
              fit.subjects());
      return new DifferentiallyPrivateLogisticRegressionModel(uid(), fit.point(), training);
    } finally {
      examples.unpersist();
    }
  }

  private static int width(Dataset<Row> rows) {
    List<Row> some = rows.select(FEATURES).filter(col(FEATURES).isNotNull()).takeAsList(1);
    if (some.isEmpty()) {
      throw new IllegalArgumentException("no row has features to learn from");
    }
    return some.get(0).<Vector>getAs(0).size();
  }

  /** Features, label and the row's share of its subject; rows of nobody are left out. */
  private Dataset<Row> weighted(Dataset<?> dataset) {
    Column features = col(getFeaturesCol()).as(FEATURES);
    Column label = functions.coalesce(col(getLabelCol()).cast("double"), lit(Double.NaN)).as(LABEL);
    if (!isSet(subjectCol)) {
      return dataset.select(features, label, lit(1.0).as(WEIGHT));
    }
    Column ofSubject = count(lit(1)).over(Window.partitionBy(SUBJECT));
    return dataset
        .select(features, label, col($(subjectCol)).as(SUBJECT))
        .filter(col(SUBJECT).isNotNull())
        .withColumn(WEIGHT, lit(1.0).divide(ofSubject));
  }

  private void requireSubject(StructType schema) {
    if (isSet(subjectCol) && !Arrays.asList(schema.fieldNames()).contains($(subjectCol))) {
      throw new IllegalArgumentException("subjectCol " + $(subjectCol) + " is no column");
    }
  }

  @Override
  public StructType transformSchema(StructType schema) {
    requireSubject(schema);
    return super.transformSchema(schema);
  }

  @Override
  public DifferentiallyPrivateLogisticRegression copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  @Override
  public MLWriter write() {
    return Saved.writer(this);
  }

  /** Reads a saved estimator. */
  public static MLReader<DifferentiallyPrivateLogisticRegression> read() {
    return Saved.reader(
        DifferentiallyPrivateLogisticRegression.class,
        DifferentiallyPrivateLogisticRegression::new);
  }

  /** Loads a saved estimator. */
  public static DifferentiallyPrivateLogisticRegression load(String path) {
    return read().load(path);
  }
}
