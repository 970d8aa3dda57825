package dev.evenhand.anonymity;

import dev.evenhand.lake.SmallRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Cuts as three small Parquet folders: attributes, nodes and classes. */
final class CutsStore {
  private static final DataType INTS = DataTypes.createArrayType(DataTypes.IntegerType);
  private static final DataType DOUBLES = DataTypes.createArrayType(DataTypes.DoubleType);
  private static final StructType ATTRIBUTES =
      new StructType()
          .add("number", DataTypes.IntegerType)
          .add("column", DataTypes.StringType)
          .add("kind", DataTypes.StringType)
          .add("weight", DataTypes.DoubleType)
          .add("values", DataTypes.createArrayType(DataTypes.StringType));
  private static final StructType NODES =
      new StructType()
          .add("number", DataTypes.IntegerType)
          .add("dimension", DataTypes.IntegerType)
          .add("threshold", DataTypes.DoubleType)
          .add("codes", INTS)
          .add("left", DataTypes.IntegerType)
          .add("right", DataTypes.IntegerType);

  /** One row a part of a class; an interval has the bounds, missing and mean, a set the codes. */
  private static final StructType PARTS =
      new StructType()
          .add("number", DataTypes.IntegerType)
          .add("rows", DataTypes.LongType)
          .add("penalty", DataTypes.DoubleType)
          .add("text", DataTypes.StringType)
          .add("interval", DOUBLES)
          .add("missing", DataTypes.BooleanType)
          .add("codes", INTS)
          .add("shares", DOUBLES);

  private final SparkSession spark;
  private final String folder;

  CutsStore(SparkSession spark, String folder) {
    this.spark = spark;
    this.folder = folder;
  }

  void write(Cuts cuts) {
    List<Row> attributes = new ArrayList<>();
    for (int at = 0; at < cuts.coding().size(); at++) {
      QuasiIdentifier one = cuts.coding().quasiIdentifier(at);
      attributes.add(
          RowFactory.create(
              at,
              one.column(),
              one.kind().name(),
              one.weight(),
              cuts.coding().vocabulary(at).toArray(String[]::new)));
    }
    write("attributes", attributes, ATTRIBUTES);
    List<Row> nodes = new ArrayList<>();
    List<CutTree.Node> kept = cuts.assignment() instanceof CutTree tree ? tree.nodes() : List.of();
    for (CutTree.Node node : kept) {
      nodes.add(
          RowFactory.create(
              nodes.size(),
              node.dimension(),
              node.threshold(),
              boxed(node.codes()),
              node.left(),
              node.right()));
    }
    write("nodes", nodes, NODES);
    List<Row> parts = new ArrayList<>();
    for (EquivalenceClass one : cuts.classes()) {
      for (int at = 0; at < cuts.coding().size(); at++) {
        parts.add(part(parts.size(), one, at));
      }
    }
    write("classes", parts, PARTS);
  }

  private static Row part(int number, EquivalenceClass one, int at) {
    double penalty = one.penalties()[at];
    String text = one.texts().get(at);
    if (one.parts().get(at) instanceof Part.Interval part) {
      Double[] bounds = {part.low(), part.high(), part.mean()};
      return RowFactory.create(
          number, one.rows(), penalty, text, bounds, part.holdsMissing(), null, null);
    }
    Part.Values part = (Part.Values) one.parts().get(at);
    Double[] shares = Arrays.stream(part.shares()).boxed().toArray(Double[]::new);
    return RowFactory.create(
        number, one.rows(), penalty, text, null, null, boxed(part.codes()), shares);
  }

  private void write(String name, List<Row> rows, StructType schema) {
    spark.createDataFrame(rows, schema).coalesce(1).write().parquet(folder + "/" + name);
  }

  private List<Row> read(String name) {
    Dataset<Row> rows = spark.read().parquet(folder + "/" + name);
    return SmallRows.sorted(rows, "number");
  }

  /**
   * Hierarchies are not kept, the classes already say what they led to; nor is a table's index, so
   * that classes which are no tree's are found by what they cover.
   */
  Cuts read() {
    List<QuasiIdentifier> attributes = new ArrayList<>();
    List<List<String>> vocabularies = new ArrayList<>();
    for (Row row : read("attributes")) {
      QuasiIdentifier.Kind kind = QuasiIdentifier.Kind.valueOf(row.getString(2));
      attributes.add(new QuasiIdentifier(row.getString(1), kind, null, row.getDouble(3)));
      vocabularies.add(row.getList(4));
    }
    List<CutTree.Node> nodes = new ArrayList<>();
    for (Row row : read("nodes")) {
      int[] codes = row.isNullAt(3) ? null : ints(row.getList(3));
      nodes.add(
          new CutTree.Node(row.getInt(1), row.getDouble(2), codes, row.getInt(4), row.getInt(5)));
    }
    List<EquivalenceClass> classes = new ArrayList<>();
    List<Row> parts = read("classes");
    for (int from = 0; from < parts.size(); from += attributes.size()) {
      classes.add(equivalenceClass(parts.subList(from, from + attributes.size())));
    }
    boolean isTree = classes.size() == nodes.size() + 1;
    return new Cuts(
        new Coding(attributes, vocabularies),
        isTree ? new CutTree(nodes) : new CoverList(classes),
        classes);
  }

  private static EquivalenceClass equivalenceClass(List<Row> rows) {
    List<Part> parts = new ArrayList<>();
    for (Row row : rows) {
      if (row.isNullAt(4)) {
        List<Double> shares = row.getList(7);
        parts.add(new Part.Values(ints(row.getList(6)), doubles(shares)));
      } else {
        List<Double> bounds = row.getList(4);
        parts.add(
            new Part.Interval(bounds.get(0), bounds.get(1), row.getBoolean(5), bounds.get(2)));
      }
    }
    double[] penalties = rows.stream().mapToDouble(row -> row.getDouble(2)).toArray();
    List<String> texts = rows.stream().map(row -> row.getString(3)).toList();
    return new EquivalenceClass(rows.get(0).getLong(1), List.copyOf(parts), texts, penalties);
  }

  private static Integer[] boxed(int[] values) {
    return values == null ? null : Arrays.stream(values).boxed().toArray(Integer[]::new);
  }

  private static int[] ints(Collection<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  private static double[] doubles(Collection<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
