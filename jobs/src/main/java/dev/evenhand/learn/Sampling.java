package dev.evenhand.learn;

import dev.evenhand.base.DataProblem;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.sql.types.StructType;

/** The Params of a sampling, and what follows from their values. */
final class Sampling implements Serializable {
  private static final long serialVersionUID = 1L;

  final StringArrayParam sensitiveCols;
  final Param<String> labelCol;
  final Param<String> keyCol;
  final LongParam seed;
  final Param<String> target;
  final DoubleParam labelRate;
  final StringArrayParam shares;
  final Param<String> outputCol;

  private final Params owner;

  Sampling(Params owner) {
    this.owner = owner;
    sensitiveCols = new StringArrayParam(owner, "sensitiveCols", "columns that name the groups");
    labelCol = new Param<>(owner.uid(), "labelCol", "label");
    keyCol = new Param<>(owner.uid(), "keyCol", "a column whose value no two rows share");
    seed = new LongParam(owner, "seed", "with the key it decides which rows are taken");
    target = new Param<>(owner.uid(), "target", "equal, label-rate or shares");
    labelRate =
        new DoubleParam(
            owner, "labelRate", "share of label 1 in every group", ParamValidators.inRange(0, 1));
    shares = new StringArrayParam(owner, "shares", "shares of strata, each group|label=share");
    outputCol = new Param<>(owner.uid(), "outputCol", "0 for a row, 1, 2 … for what it added");
    owner.setDefault(sensitiveCols, new String[0]);
    owner.setDefault(labelCol, "label");
    owner.setDefault(seed, 0L);
    owner.setDefault(target, "equal");
    owner.setDefault(shares, new String[0]);
    owner.setDefault(outputCol, "copy");
  }

  private <T> T value(Param<T> param) {
    return owner.getOrDefault(param);
  }

  List<String> sensitive() {
    return Arrays.asList(value(sensitiveCols));
  }

  String label() {
    return value(labelCol);
  }

  String key() {
    if (!owner.isDefined(keyCol)) {
      throw new DataProblem(
          "Sampling needs keyCol: a column whose value no two rows share, such as decision_id.");
    }
    return value(keyCol);
  }

  long seedValue() {
    return (long) owner.getOrDefault(seed);
  }

  String output() {
    return value(outputCol);
  }

  /** Refuses a table that lacks one of the columns. */
  void check(StructType schema) {
    sensitive().forEach(column -> Columns.require(schema, column, "sensitiveCols"));
    Columns.require(schema, key(), "keyCol");
  }

  SamplingTarget targetOf(SamplingTarget.Method method) {
    return switch (value(target)) {
      case "equal" -> SamplingTarget.equal(method);
      case "label-rate" ->
          SamplingTarget.labelRate(
              method, owner.isDefined(labelRate) ? (double) owner.getOrDefault(labelRate) : null);
      case "shares" -> SamplingTarget.shares(method, givenShares());
      default ->
          throw new DataProblem(
              "target must be equal, label-rate or shares, was '" + value(target) + "'.");
    };
  }

  private Map<String, Double> givenShares() {
    Map<String, Double> given = new HashMap<>();
    for (String text : value(shares)) {
      int at = text.lastIndexOf('=');
      Double share = at < 0 ? null : numberOrNull(text.substring(at + 1));
      if (share == null || !(share >= 0 && share <= 1)) {
        throw new DataProblem(
            "shares: each is group|label=share with a share from 0 to 1, was '" + text + "'.");
      }
      given.put(text.substring(0, at), share);
    }
    return given;
  }

  private static Double numberOrNull(String text) {
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
