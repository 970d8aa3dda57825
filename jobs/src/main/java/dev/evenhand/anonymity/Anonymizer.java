package dev.evenhand.anonymity;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;

/**
 * Estimator of k-anonymous features: learns cuts on the training rows, so that a model sees every
 * quasi-identifier only as its class does.
 *
 * <p>See {@link AnonymizerModel} for what the columns become.
 */
public final class Anonymizer extends Estimator<AnonymizerModel> implements DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final IntParam k;
  private final DoubleParam suppressAtMost;
  private final StringArrayParam inputCols;
  private final Param<String> outputSuffix;
  private final Param<String> suppressedCol;
  private final Param<String> labelCol;
  private final StringArrayParam groupCols;
  private final Param<String> personCol;

  public Anonymizer() {
    this(Identifiable$.MODULE$.randomUID("anonymizer"));
  }

  public Anonymizer(String uid) {
    this.uid = uid;
    k = new IntParam(uid, "k", "the least rows, or persons, of a class, 2 or more");
    suppressAtMost =
        new DoubleParam(uid, "suppressAtMost", "the share of training rows to leave out at most");
    inputCols = new StringArrayParam(this, "inputCols", "the quasi-identifiers");
    outputSuffix = AnonymizerModel.outputSuffixOf(this);
    suppressedCol = AnonymizerModel.suppressedColOf(this);
    labelCol =
        new Param<>(
            this, "labelCol", "what quasi-identifiers count by their use for; unset: all alike");
    groupCols =
        new StringArrayParam(
            this, "groupCols", "whose groups count alike, however small; none: each row does");
    personCol = new Param<>(this, "personCol", "who a row is about: k counts persons; unset: rows");
    setDefault(groupCols, new String[0]);
    setDefault(k, 5);
    setDefault(suppressAtMost, 0.0);
    setDefault(outputSuffix, AnonymizerModel.DEFAULT_SUFFIX);
    setDefault(suppressedCol, AnonymizerModel.DEFAULT_SUPPRESSED);
  }

  public static MLReader<Anonymizer> read() {
    return new DefaultParamsReader<>();
  }

  public static Anonymizer load(String path) {
    return read().load(path);
  }

  @Override
  public String uid() {
    return uid;
  }

  public IntParam k() {
    return k;
  }

  public DoubleParam suppressAtMost() {
    return suppressAtMost;
  }

  public StringArrayParam inputCols() {
    return inputCols;
  }

  public Param<String> outputSuffix() {
    return outputSuffix;
  }

  public Param<String> suppressedCol() {
    return suppressedCol;
  }

  public Param<String> labelCol() {
    return labelCol;
  }

  /** The loss of a quasi-identifier then counts by its mutual information with this column. */
  public Anonymizer setLabelCol(String column) {
    set(labelCol, column);
    return this;
  }

  public StringArrayParam groupCols() {
    return groupCols;
  }

  /** Each group of the columns counts alike when cuts are chosen, however small. */
  public Anonymizer setGroupCols(String... columns) {
    set(groupCols, columns);
    return this;
  }

  public Param<String> personCol() {
    return personCol;
  }

  /** k counts the persons of this column, who may have several rows each. */
  public Anonymizer setPersonCol(String column) {
    set(personCol, column);
    return this;
  }

  public Anonymizer setK(int value) {
    set(k, value);
    return this;
  }

  public Anonymizer setSuppressAtMost(double share) {
    set(suppressAtMost, share);
    return this;
  }

  /** Numbers and dates generalize to intervals, everything else to sets. */
  public Anonymizer setInputCols(String... columns) {
    set(inputCols, columns);
    return this;
  }

  public Anonymizer setOutputSuffix(String suffix) {
    set(outputSuffix, suffix);
    return this;
  }

  public Anonymizer setSuppressedCol(String column) {
    set(suppressedCol, column);
    return this;
  }

  @Override
  public AnonymizerModel fit(Dataset<?> rows) {
    Dataset<Row> table = rows.toDF();
    List<QuasiIdentifier> all = quasiIdentifiers(table.schema());
    KAnonymity method =
        new KAnonymity(
                (Integer) getOrDefault(k),
                isSet(labelCol) ? Usefulness.weighted(table, all, getOrDefault(labelCol)) : all,
                (Double) getOrDefault(suppressAtMost))
            .withEqualGroups(List.of(getOrDefault(groupCols)))
            .ofPersons(isSet(personCol) ? getOrDefault(personCol) : null);
    AnonymizerModel model = new AnonymizerModel(uid, method.fit(table));
    return model.set(getOrDefault(outputSuffix), getOrDefault(suppressedCol)).setParent(this);
  }

  private List<QuasiIdentifier> quasiIdentifiers(StructType schema) {
    return Arrays.stream(getOrDefault(inputCols))
        .map(
            column ->
                Arrays.asList(schema.fieldNames()).contains(column)
                    ? quasiIdentifier(column, schema.apply(column).dataType())
                    : QuasiIdentifier.category(column))
        .toList();
  }

  private static QuasiIdentifier quasiIdentifier(String column, DataType type) {
    if (type instanceof NumericType) {
      return QuasiIdentifier.number(column);
    }
    boolean isDate = type.equals(DataTypes.DateType) || type.equals(DataTypes.TimestampType);
    return isDate ? QuasiIdentifier.date(column) : QuasiIdentifier.category(column);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return AnonymizerModel.outputSchema(
        schema, quasiIdentifiers(schema), getOrDefault(outputSuffix), getOrDefault(suppressedCol));
  }

  @Override
  public Anonymizer copy(ParamMap extra) {
    return (Anonymizer) defaultCopy(extra);
  }
}
