package dev.evenhand.learn;

import dev.evenhand.base.DataProblem;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;

/** The Params of a repair of columns, and what follows from their values. */
final class Repairing implements Serializable {
  private static final long serialVersionUID = 1L;

  final StringArrayParam sensitiveCols;
  final StringArrayParam inputCols;
  final StringArrayParam outputCols;

  private final Params owner;

  Repairing(Params owner) {
    this.owner = owner;
    sensitiveCols = new StringArrayParam(owner, "sensitiveCols", "columns that name the groups");
    inputCols = new StringArrayParam(owner, "inputCols", "columns of numbers to repair");
    outputCols = new StringArrayParam(owner, "outputCols", "where repaired numbers go");
    owner.setDefault(sensitiveCols, new String[0]);
    owner.setDefault(inputCols, new String[0]);
  }

  List<String> sensitive() {
    return Arrays.asList(owner.getOrDefault(sensitiveCols));
  }

  List<String> inputs() {
    return Arrays.asList(owner.getOrDefault(inputCols));
  }

  List<String> outputs() {
    return owner.isDefined(outputCols) ? Arrays.asList(owner.getOrDefault(outputCols)) : inputs();
  }

  /** Refuses a table that lacks a column or has text where numbers are repaired. */
  void check(StructType schema) {
    if (sensitive().isEmpty() || inputs().isEmpty() || inputs().size() != outputs().size()) {
      throw new DataProblem(
          "Name sensitiveCols and inputCols, one or more each, and as many outputCols as "
              + "inputCols, or none.");
    }
    sensitive().forEach(column -> Columns.require(schema, column, "sensitiveCols"));
    for (String column : inputs()) {
      Columns.require(schema, column, "inputCols");
      if (!isNumber(schema, column)) {
        throw new DataProblem("inputCols names column '" + column + "', which has no numbers.");
      }
    }
  }

  static boolean isNumber(StructType schema, String column) {
    return schema.apply(column).dataType() instanceof NumericType;
  }

  StructType schemaAfter(StructType schema) {
    check(schema);
    StructType after = schema;
    for (String column : outputs()) {
      after = Columns.with(after, column, DataTypes.DoubleType);
    }
    return after;
  }
}
