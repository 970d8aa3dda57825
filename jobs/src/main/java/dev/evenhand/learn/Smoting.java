package dev.evenhand.learn;

import dev.evenhand.base.DataProblem;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.sql.types.StructType;

/** The Params of making rows, and what follows from their values. */
final class Smoting implements Serializable {
  private static final long serialVersionUID = 1L;

  final StringArrayParam numberCols;
  final StringArrayParam categoryCols;
  final IntParam k;
  final BooleanParam standardization;
  final IntParam blockRows;

  private final Params owner;

  Smoting(Params owner) {
    this.owner = owner;
    numberCols = new StringArrayParam(owner, "numberCols", "columns of numbers to interpolate");
    categoryCols = new StringArrayParam(owner, "categoryCols", "columns whose majority counts");
    k = new IntParam(owner, "k", "neighbours of a row", ParamValidators.gtEq(1));
    standardization = new BooleanParam(owner, "standardization", "distances in deviations");
    blockRows =
        new IntParam(owner, "blockRows", "rows to seek neighbours in", ParamValidators.gtEq(2));
    owner.setDefault(numberCols, new String[0]);
    owner.setDefault(categoryCols, new String[0]);
    owner.setDefault(k, 5);
    owner.setDefault(standardization, false);
    owner.setDefault(blockRows, 1000);
  }

  List<String> numbers() {
    return Arrays.asList(owner.getOrDefault(numberCols));
  }

  List<String> categories() {
    return Arrays.asList(owner.getOrDefault(categoryCols));
  }

  int neighbours() {
    return (int) owner.getOrDefault(k);
  }

  boolean isStandardized() {
    return (boolean) owner.getOrDefault(standardization);
  }

  int mostRows() {
    return (int) owner.getOrDefault(blockRows);
  }

  void check(StructType schema) {
    if (numbers().isEmpty() && categories().isEmpty()) {
      throw new DataProblem("Smote: name numberCols or categoryCols, the columns to make.");
    }
    categories().forEach(column -> Columns.require(schema, column, "categoryCols"));
    for (String column : numbers()) {
      Columns.require(schema, column, "numberCols");
      if (!Repairing.isNumber(schema, column)) {
        throw new DataProblem("numberCols names column '" + column + "', which has no numbers.");
      }
    }
  }
}
