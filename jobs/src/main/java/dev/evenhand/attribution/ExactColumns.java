package dev.evenhand.attribution;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The columns that exact Shapley values add: of one output, or of several. */
record ExactColumns(ExactPlan plan, Explaining explaining) {
  private static final DataType VECTORS =
      DataTypes.createArrayType(SQLDataTypes.VectorType(), false);

  Map<String, Column> of(Column row, JavaSparkContext context) {
    Attribution contributions = plan.contributions();
    double[] base = contributions.base();
    String name = explaining.contributions();
    Map<String, Column> added = new LinkedHashMap<>();
    if (base.length == 1) {
      Shares.One one = new Shares.One(context.broadcast(contributions));
      added.put(
          name,
          udf(one, SQLDataTypes.VectorType())
              .apply(row)
              .as(name, Explaining.named(name, plan.players())));
      added.put(explaining.base(), lit(base[0]));
    } else {
      Shares.Each each = new Shares.Each(context.broadcast(contributions), width());
      added.put(name, udf(each, VECTORS).apply(row));
      added.put(explaining.base(), lit(base));
    }
    return added;
  }

  private int width() {
    return plan.players().names().size();
  }

  Column interactions(Column row, JavaSparkContext context) {
    Attribution pairs = plan.withInteractions();
    return udf(
            new Shares.Interactions(context.broadcast(pairs), width()), SQLDataTypes.MatrixType())
        .apply(row);
  }

  static StructType schema(StructType schema, Explaining explaining, int outputs) {
    StructType contributed =
        Explaining.with(
            schema, explaining.contributions(), outputs == 1 ? SQLDataTypes.VectorType() : VECTORS);
    DataType number =
        outputs == 1
            ? DataTypes.DoubleType
            : DataTypes.createArrayType(DataTypes.DoubleType, false);
    return Explaining.with(contributed, explaining.base(), number);
  }
}
