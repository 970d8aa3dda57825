package dev.evenhand.anonymity;

import static dev.evenhand.anonymity.ClassCounts.CLASS;
import static dev.evenhand.anonymity.ClassCounts.EXPECTED;
import static dev.evenhand.anonymity.ClassCounts.SHARE;
import static dev.evenhand.anonymity.ClassCounts.VALUE;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.bool_and;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The earth mover's distances of published classes, as columns over their counts. */
record ClosenessRecount(Closeness asked) {
  private static final String NAME = "t-closeness";
  private static final String LEVEL = "level";
  private static final String NODE = "node";
  private static final String PARENT = "parent";

  WorstClass of(ClassCounts classes) {
    Dataset<Row> distances =
        switch (asked.distance()) {
          case EQUAL ->
              classes.entries().groupBy(CLASS).agg(sum(more(SHARE, EXPECTED)).as("figure"));
          case ORDERED -> ordered(classes);
          case HIERARCHICAL -> hierarchical(classes);
        };
    Column holds = col("figure").leq(asked.t() + ClassCounts.ROUNDING);
    return ClassCounts.greatest(NAME, distances.withColumn("holds", holds));
  }

  private static Column more(Column share, Column expected) {
    return greatest(share.minus(expected), lit(0.0));
  }

  /**
   * The mean of |P - Q| over all ranks but the last, P and Q the shares of values up to a rank. P
   * is the same from a value of the class up to its next one, and 0 before its first one.
   */
  private Dataset<Row> ordered(ClassCounts classes) {
    Dataset<Row> ranks = ranks(classes.values());
    WindowSpec inOrder = Window.partitionBy(CLASS).orderBy("rank");
    Column next = coalesce(lead(col("rank"), 1).over(inOrder), col("size").plus(1));
    return classes
        .entries()
        .select(CLASS, VALUE, SHARE)
        .join(ranks.select(VALUE, col("rank"), col("size"), col("ahead")), "value")
        .withColumn("upTo", sum(SHARE).over(inOrder))
        .withColumn("next", next)
        .withColumn("at", explode(sequence(col("rank"), col("next").minus(1))))
        .join(ranks.select(col("rank").as("at"), col("expectedUpTo")), "at")
        .groupBy(CLASS)
        .agg(
            min("ahead")
                .plus(sum(abs(col("upTo").minus(col("expectedUpTo")))))
                .divide(greatest(max("size").minus(1), lit(1)))
                .as("figure"));
  }

  /** Each value's rank from 1, the share of values up to it, and the sum of those before it. */
  private Dataset<Row> ranks(Dataset<Row> values) {
    Column isMissing = VALUE.isin("", "NaN");
    Column number = VALUE.try_cast("double");
    Column areNumbers =
        bool_and(isMissing.or(coalesce(abs(number).lt(Double.POSITIVE_INFINITY), lit(false))))
            .over(Window.partitionBy());
    WindowSpec order = Window.orderBy(not(isMissing), col("number"), col("leaf"), VALUE);
    return values
        .join(broadcast(leaves(values)), values.col("value").equalTo(col("name")), "left")
        .withColumn("areNumbers", areNumbers)
        .withColumn("number", when(col("areNumbers"), number))
        .withColumn("leaf", when(not(col("areNumbers")), col("place")))
        .withColumn("rank", row_number().over(order))
        .withColumn("size", max(col("rank")).over(Window.partitionBy()))
        .withColumn("expectedUpTo", sum(EXPECTED).over(order))
        .withColumn(
            "ahead",
            coalesce(
                sum(col("expectedUpTo")).over(order.rowsBetween(Window.unboundedPreceding(), -1)),
                lit(0.0)));
  }

  private Dataset<Row> leaves(Dataset<Row> values) {
    List<Row> rows = new ArrayList<>();
    List<String> leaves = asked.hierarchy() == null ? List.of() : asked.hierarchy().leaves();
    for (int place = 0; place < leaves.size(); place++) {
      rows.add(RowFactory.create(leaves.get(place), place));
    }
    StructType schema =
        new StructType().add("name", DataTypes.StringType).add("place", DataTypes.IntegerType);
    return values.sparkSession().createDataFrame(rows, schema);
  }

  /**
   * At each node the lesser of what its children have too much and too little of, times its level
   * over the height. Children that a class lacks have too little only, which the sum tells.
   */
  private Dataset<Row> hierarchical(ClassCounts classes) {
    Dataset<Row> nodes = broadcast(nodes(classes.values()));
    Dataset<Row> expected =
        classes
            .values()
            .join(nodes, "value")
            .groupBy(LEVEL, NODE)
            .agg(sum(EXPECTED).as("expected"));
    String[] keys = {LEVEL, NODE};
    Column lacking = col("over").minus(col("share").minus(EXPECTED));
    return classes
        .entries()
        .select(CLASS, VALUE, SHARE)
        .join(nodes, "value")
        .groupBy(CLASS, col(LEVEL), col(NODE), col(PARENT))
        .agg(sum(SHARE).as("share"))
        .join(expected, keys)
        .filter(col(PARENT).isNotNull())
        .groupBy(CLASS, col(LEVEL).plus(1).as(LEVEL), col(PARENT).as(NODE))
        .agg(sum(more(SHARE, EXPECTED)).as("over"), sum(SHARE).as("share"))
        .join(expected, keys)
        .groupBy(CLASS)
        .agg(
            sum(col(LEVEL).multiply(least(col("over"), lacking)))
                .divide(asked.hierarchy().height())
                .as("figure"));
  }

  /** The node over each value at each level, and the one above that; none above the root. */
  private Dataset<Row> nodes(Dataset<Row> values) {
    Hierarchy tree = asked.hierarchy();
    List<String> leaves = tree.leaves();
    List<Row> rows = new ArrayList<>();
    for (int level = 0; level <= tree.height(); level++) {
      int[] here = tree.nodes(level);
      int[] above = level < tree.height() ? tree.nodes(level + 1) : null;
      for (int leaf = 0; leaf < here.length; leaf++) {
        Integer parent = above == null ? null : Integer.valueOf(above[leaf]);
        rows.add(RowFactory.create(leaves.get(leaf), level, here[leaf], parent));
      }
    }
    StructType schema =
        new StructType()
            .add("value", DataTypes.StringType)
            .add(LEVEL, DataTypes.IntegerType)
            .add(NODE, DataTypes.IntegerType)
            .add(PARENT, DataTypes.IntegerType);
    return values.sparkSession().createDataFrame(rows, schema);
  }
}
