package dev.evenhand.attribution;

import dev.evenhand.base.DataProblem;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NumericAttribute;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The Params that all explainers share, and what follows from their values. */
final class Explaining implements Serializable {
  private static final long serialVersionUID = 1L;

  final Param<String> featuresCol;
  final Param<String> contributionsCol;
  final Param<String> baseCol;
  final StringArrayParam players;

  private final Params owner;

  Explaining(Params owner) {
    this.owner = owner;
    featuresCol = new Param<>(owner, "featuresCol", "the vector that the model reads");
    contributionsCol = new Param<>(owner, "contributionsCol", "where contributions go");
    baseCol = new Param<>(owner, "baseCol", "where the base goes");
    players = new StringArrayParam(owner, "players", "the column that each entry stands for");
    owner.setDefault(featuresCol, "features");
    owner.setDefault(contributionsCol, "contributions");
    owner.setDefault(baseCol, "base");
    owner.setDefault(players, new String[0]);
  }

  String features() {
    return owner.getOrDefault(featuresCol);
  }

  String contributions() {
    return owner.getOrDefault(contributionsCol);
  }

  String base() {
    return owner.getOrDefault(baseCol);
  }

  /** The players of a table's vectors. */
  Players players(StructType schema, int size) {
    requireFeatures(schema);
    return Players.of(schema, features(), size, owner.getOrDefault(players));
  }

  void requireFeatures(StructType schema) {
    boolean isVector =
        Arrays.asList(schema.fieldNames()).contains(features())
            && schema.apply(features()).dataType().equals(SQLDataTypes.VectorType());
    if (!isVector) {
      throw new DataProblem(
          "featuresCol names column '%s', which is no vector of the table. It has: %s."
              .formatted(features(), String.join(", ", schema.fieldNames())));
    }
  }

  /** A schema with a column added or replaced. */
  static StructType with(StructType schema, String name, DataType type) {
    StructField[] others =
        Arrays.stream(schema.fields())
            .filter(field -> !field.name().equals(name))
            .toArray(StructField[]::new);
    return new StructType(others).add(name, type, true);
  }

  /** The names of players as a vector's attributes. */
  static Metadata named(String column, Players players) {
    Attribute[] attributes =
        players.names().stream()
            .map(name -> NumericAttribute.defaultAttr().withName(name))
            .toArray(Attribute[]::new);
    return new AttributeGroup(column, attributes).toMetadata();
  }
}
