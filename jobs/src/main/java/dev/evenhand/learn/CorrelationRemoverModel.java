package dev.evenhand.learn;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.base.Quoted;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Takes the effects of the sensitive columns from the input columns. */
public final class CorrelationRemoverModel extends Model<CorrelationRemoverModel>
    implements RepairParams, MLWritable {
  private static final long serialVersionUID = 1L;
  private static final String VALUE = "__effect_value_";
  private static final String EFFECTS = "__effect_of_";
  private static final StructType SCHEMA =
      new StructType()
          .add("column", DataTypes.StringType, false)
          .add("value", DataTypes.StringType, true)
          .add("mean", DataTypes.DoubleType, false)
          .add("effects", DataTypes.createArrayType(DataTypes.DoubleType, false), false);

  private final String uid;
  private final Repairing repairing;
  private final Param<String> weightCol;
  private final DoubleParam alpha;
  private final ArrayList<LinearEffect> effects;

  CorrelationRemoverModel(String uid, List<LinearEffect> effects) {
    this.uid = uid;
    this.effects = new ArrayList<>(effects);
    repairing = new Repairing(this);
    weightCol = new Param<>(uid, "weightCol", "weight of a row");
    alpha = new DoubleParam(this, "alpha", "share taken away", ParamValidators.inRange(0, 1));
    setDefault(alpha, 1.0);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public Repairing repairing() {
    return repairing;
  }

  public Param<String> weightCol() {
    return weightCol;
  }

  public DoubleParam alpha() {
    return alpha;
  }

  /** What each sensitive number, and each value of sensitive text, adds to the input columns. */
  public List<LinearEffect> effects() {
    return List.copyOf(effects);
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    repairing.check(dataset.schema());
    Dataset<Row> joined = dataset.toDF();
    List<String> texts =
        effects.stream()
            .filter(e -> e.value() != null)
            .map(LinearEffect::column)
            .distinct()
            .toList();
    List<String> helpers = new ArrayList<>();
    for (String column : texts) {
      Dataset<Row> table = table(dataset, column);
      joined =
          joined.join(
              broadcast(table), Columns.group(column).equalTo(table.col(VALUE + column)), "left");
      helpers.addAll(List.of(table.columns()));
    }
    List<Column> repaired = new ArrayList<>();
    List<String> inputs = repairing.inputs();
    for (int j = 0; j < inputs.size(); j++) {
      Column shift = shift(j, texts);
      repaired.add(
          col(Quoted.name(inputs.get(j)))
              .cast("double")
              .minus(lit((double) $(alpha)).multiply(shift)));
    }
    return Columns.replaced(joined, repairing.outputs(), repaired)
        .drop(helpers.toArray(String[]::new));
  }

  private Column shift(int input, List<String> texts) {
    Column shift = lit(0.0);
    for (LinearEffect effect : effects) {
      if (effect.value() == null) {
        Column number = col(Quoted.name(effect.column())).cast("double");
        Column away = number.minus(effect.mean()).multiply(effect.effects().get(input));
        shift = shift.plus(when(NumberRange.isFinite(number), away).otherwise(0.0));
      }
    }
    for (String column : texts) {
      shift =
          shift.plus(coalesce(element_at(col(Quoted.name(EFFECTS + column)), input + 1), lit(0.0)));
    }
    return shift;
  }

  private Dataset<Row> table(Dataset<?> dataset, String column) {
    List<Row> rows =
        effects.stream()
            .filter(effect -> effect.value() != null && effect.column().equals(column))
            .map(effect -> RowFactory.create(effect.value(), effect.effects().toArray()))
            .toList();
    return dataset
        .sparkSession()
        .createDataFrame(
            rows,
            new StructType()
                .add(VALUE + column, DataTypes.StringType)
                .add(EFFECTS + column, SCHEMA.apply("effects").dataType()));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return repairing.schemaAfter(schema);
  }

  @Override
  public CorrelationRemoverModel copy(ParamMap extra) {
    CorrelationRemoverModel copy = new CorrelationRemoverModel(uid, effects);
    copyValues(copy, extra);
    return (CorrelationRemoverModel) copy.setParent(parent());
  }

  @Override
  public MLWriter write() {
    return Saved.writer(
        this,
        SCHEMA,
        () ->
            effects.stream()
                .map(e -> RowFactory.create(e.column(), e.value(), e.mean(), e.effects().toArray()))
                .toList());
  }

  /** Reads a saved model. */
  public static MLReader<CorrelationRemoverModel> read() {
    return Saved.reader(CorrelationRemoverModel.class, CorrelationRemoverModel::loaded);
  }

  private static CorrelationRemoverModel loaded(String uid, List<Row> rows) {
    List<LinearEffect> effects = new ArrayList<>();
    for (Row row : rows) {
      effects.add(
          new LinearEffect(row.getString(0), row.getString(1), row.getDouble(2), row.getList(3)));
    }
    return new CorrelationRemoverModel(uid, effects);
  }
}
