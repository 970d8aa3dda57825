package dev.evenhand.attribution;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import dev.evenhand.learn.SavedParts;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Adds to each row its score, whether that is favourable, and otherwise the cheapest changes that
 * make it so. A UDF, since the search has no column expression.
 *
 * <p>The status is {@code favourable}; {@code found}; {@code none}, which is proved; or {@code
 * unknown}, if nothing was found within the budget.
 */
public final class RecourseModel extends Model<RecourseModel>
    implements RecourseParams, MLWritable {
  private static final long serialVersionUID = 1L;

  private static final StructType CHANGE =
      new StructType()
          .add("feature", DataTypes.StringType, false)
          .add("from", DataTypes.DoubleType, true)
          .add("to", DataTypes.DoubleType, true)
          .add("from_category", DataTypes.StringType, true)
          .add("to_category", DataTypes.StringType, true);
  private static final StructType ALTERNATIVE =
      new StructType()
          .add("cost", DataTypes.DoubleType, false)
          .add("is_smallest", DataTypes.BooleanType, false)
          .add("score", DataTypes.DoubleType, false)
          .add("changes", DataTypes.createArrayType(CHANGE, false), false)
          .add("features", SQLDataTypes.VectorType(), false);

  /** A row's recourse; an alternative's features are the row's vector after the changes. */
  static final StructType TYPE =
      new StructType()
          .add("status", DataTypes.StringType, false)
          .add("score", DataTypes.DoubleType, false)
          .add("alternatives", DataTypes.createArrayType(ALTERNATIVE, false), false);

  private final String uid;
  private final Transformer model;
  private final Spreads spreads;
  private final Wishes wishes;

  RecourseModel(String uid, Transformer model, Spreads spreads) {
    this.uid = uid;
    this.model = model;
    this.spreads = spreads;
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

  public RecourseModel setThreshold(double value) {
    return (RecourseModel) set(threshold(), value);
  }

  public RecourseModel setRecourseCol(String value) {
    return (RecourseModel) set(recourseCol(), value);
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    wishes.requireFeatures(dataset.schema());
    ModelForm form = Wishes.form(model);
    List<Lever> levers = wishes.levers(dataset.schema(), spreads);
    Codes.check(form, levers);
    RowRecourse of =
        new RowRecourse(
            search(form, levers), levers, wishes.bar(form), wishes.wish(form), form.link());
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(dataset.sparkSession().sparkContext());
    RowRecourse.Call call = new RowRecourse.Call(context.broadcast(of));
    return dataset.withColumn($(recourseCol()), udf(call, TYPE).apply(col(wishes.features())));
  }

  private static RemedySearch search(ModelForm form, List<Lever> levers) {
    if (form instanceof LinearForm linear) {
      return new LinearSearch(linear.coefficients()[0], linear.intercepts()[0], levers);
    }
    TreeForm trees = (TreeForm) form;
    FeatureCuts cuts = trees.cuts();
    return new TreeSearch(cuts, new TreeScore(trees.trees(), cuts), new TreeOptions(cuts, levers));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    wishes.requireFeatures(schema);
    return Explaining.with(schema, $(recourseCol()), TYPE);
  }

  @Override
  public RecourseModel copy(ParamMap extra) {
    RecourseModel copy = new RecourseModel(uid, model, spreads);
    copyValues(copy, extra);
    return (RecourseModel) copy.setParent(parent());
  }

  @Override
  public MLWriter write() {
    return SavedParts.writer(this, Spreads.SCHEMA, spreads::toRows, List.of(model));
  }

  /** Reads a saved model, the model it is about with it. */
  public static MLReader<RecourseModel> read() {
    return SavedParts.reader(
        RecourseModel.class,
        (uid, rows, parts) ->
            new RecourseModel(uid, (Transformer) parts.get(0), Spreads.fromRows(rows)));
  }

  /** Loads a saved model. */
  public static RecourseModel load(String path) {
    return read().load(path);
  }
}
