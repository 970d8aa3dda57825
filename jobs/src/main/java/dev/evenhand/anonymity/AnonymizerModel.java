package dev.evenhand.anonymity;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NumericAttribute;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Transformer that shows a model every quasi-identifier as its class does.
 *
 * <p>For a number or date {@code c} it adds {@code c} + suffix, DOUBLE: the mean of the class's
 * training rows (null where none of them has a value). For a category it adds {@code c} + suffix,
 * VECTOR: the mean of the one-hot codes of the class's training rows, named by value in its
 * attributes. Every row has a class, also one never seen: at a cut that does not know its value it
 * goes the way of most rows. The column {@code suppressedCol} is true where the row lies outside
 * what its class covers; training leaves such rows out, scoring never does.
 */
public final class AnonymizerModel extends Model<AnonymizerModel> implements MLWritable {
  static final String DEFAULT_SUFFIX = "_generalized";
  static final String DEFAULT_SUPPRESSED = "suppressed";
  private static final long serialVersionUID = 1L;
  private static final String SEEN = "evenhand_seen";

  private final String uid;
  private final Cuts cuts;
  private final Param<String> outputSuffix;
  private final Param<String> suppressedCol;

  AnonymizerModel(String uid, Cuts cuts) {
    this.uid = uid;
    this.cuts = cuts;
    outputSuffix = outputSuffixOf(this);
    suppressedCol = suppressedColOf(this);
    setDefault(outputSuffix, DEFAULT_SUFFIX);
    setDefault(suppressedCol, DEFAULT_SUPPRESSED);
  }

  static Param<String> outputSuffixOf(Params parent) {
    return new Param<>(parent.uid(), "outputSuffix", "what is added to a column's name");
  }

  static Param<String> suppressedColOf(Params parent) {
    return new Param<>(parent.uid(), "suppressedCol", "the column that marks uncovered rows");
  }

  public static MLReader<AnonymizerModel> read() {
    return new ModelReader();
  }

  public static AnonymizerModel load(String path) {
    return read().load(path);
  }

  @Override
  public String uid() {
    return uid;
  }

  public Cuts cuts() {
    return cuts;
  }

  public Param<String> outputSuffix() {
    return outputSuffix;
  }

  public Param<String> suppressedCol() {
    return suppressedCol;
  }

  AnonymizerModel set(String suffix, String suppressed) {
    set(outputSuffix, suffix);
    set(suppressedCol, suppressed);
    return this;
  }

  @Override
  public Dataset<Row> transform(Dataset<?> rows) {
    Dataset<Row> table = rows.toDF();
    transformSchema(table.schema());
    Broadcast<Shown> shown =
        JavaSparkContext.fromSparkContext(table.sparkSession().sparkContext())
            .broadcast(new Shown(cuts));
    UDF1<Row, Row> show = keys -> shown.value().row(keys);
    Dataset<Row> seen =
        table.withColumn(SEEN, udf(show, structOfOutputs()).apply(struct(cuts.coding().keys())));
    for (StructField field : outputs()) {
      seen =
          seen.withColumn(
              field.name(), col(SEEN).getField(field.name()).as(field.name(), field.metadata()));
    }
    return seen.drop(SEEN);
  }

  private StructType structOfOutputs() {
    return new StructType(outputs().toArray(StructField[]::new));
  }

  private List<StructField> outputs() {
    List<StructField> fields = new ArrayList<>();
    String suffix = getOrDefault(outputSuffix);
    for (int at = 0; at < cuts.coding().size(); at++) {
      String name = cuts.coding().quasiIdentifier(at).column() + suffix;
      if (cuts.coding().quasiIdentifier(at).isNumeric()) {
        fields.add(DataTypes.createStructField(name, DataTypes.DoubleType, true));
      } else {
        Attribute[] values =
            cuts.coding().vocabulary(at).stream()
                .map(value -> NumericAttribute.defaultAttr().withName(value))
                .toArray(Attribute[]::new);
        fields.add(new AttributeGroup(name, values).toStructField());
      }
    }
    fields.add(
        DataTypes.createStructField(getOrDefault(suppressedCol), DataTypes.BooleanType, false));
    return fields;
  }

  static StructType outputSchema(
      StructType schema, List<QuasiIdentifier> quasiIdentifiers, String suffix, String suppressed) {
    StructType result = schema;
    for (QuasiIdentifier one : quasiIdentifiers) {
      String name = one.column() + suffix;
      result =
          one.isNumeric()
              ? result.add(name, DataTypes.DoubleType, true)
              : result.add(name, SQLDataTypes.VectorType(), true);
    }
    return result.add(suppressed, DataTypes.BooleanType, false);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return outputSchema(
        schema, cuts.quasiIdentifiers(), getOrDefault(outputSuffix), getOrDefault(suppressedCol));
  }

  @Override
  public AnonymizerModel copy(ParamMap extra) {
    AnonymizerModel copy = new AnonymizerModel(uid, cuts);
    return ((AnonymizerModel) copyValues(copy, extra)).setParent(parent());
  }

  @Override
  public MLWriter write() {
    return new ModelWriter(this);
  }

  /** Each class as the model shows it: made once an executor, not once a row. */
  private static final class Shown implements Serializable {
    private static final long serialVersionUID = 1L;

    private final ClassFinder finder;
    private final Object[][] fields;

    Shown(Cuts cuts) {
      finder = cuts.finder();
      fields = new Object[cuts.size()][];
      for (int number = 0; number < fields.length; number++) {
        List<Part> parts = cuts.classes().get(number).parts();
        fields[number] = new Object[parts.size() + 1];
        for (int at = 0; at < parts.size(); at++) {
          fields[number][at] = field(parts.get(at), cuts.coding().vocabulary(at).size());
        }
      }
    }

    private static Object field(Part part, int size) {
      if (part instanceof Part.Interval interval) {
        return Double.isNaN(interval.mean()) ? null : interval.mean();
      }
      Part.Values values = (Part.Values) part;
      Vector vector = Vectors.sparse(size, values.codes(), values.shares());
      return vector.compressed();
    }

    Row row(Row keys) {
      Coding.Point point = finder.coding().point(keys);
      int number = finder.assignment().classOf(point);
      Object[] shown = fields[number].clone();
      shown[shown.length - 1] = !finder.covers().covers(number, point);
      return RowFactory.create(shown);
    }
  }
}
