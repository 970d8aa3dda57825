package dev.evenhand.anonymity;

import static dev.evenhand.anonymity.QuasiIdentifier.named;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A fitted generalization: which class a row falls in, and what the class says of its
 * quasi-identifiers.
 *
 * <p>It holds cuts and classes of at least k rows, never a row or a rare value of the table it was
 * fitted on, so that it can be kept and applied to new rows. It is not to be published beside the
 * table: penalties are shares of the ranges of all rows, also of those that are left out.
 */
public final class Cuts implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String CLASS = "evenhand_class";

  private final ClassFinder finder;
  private final List<EquivalenceClass> classes;
  private final transient ClassIndex known;

  Cuts(Coding coding, Assignment assignment, List<EquivalenceClass> classes) {
    this(new ClassFinder(coding, assignment, new Covers(classes)), classes, null);
  }

  private Cuts(ClassFinder finder, List<EquivalenceClass> classes, ClassIndex known) {
    this.finder = finder;
    this.classes = new ArrayList<>(classes);
    this.known = known;
  }

  /**
   * The same, faster for the rows of the table that they were fitted on, and without the values
   * that no class holds.
   *
   * @param earlier the cuts' values before; null where there were none
   */
  Cuts knowing(TupleReader.Table table, Coding earlier) {
    int[] numbers =
        IntStream.range(0, table.tuples().size())
            .parallel()
            .map(tuple -> finder.coveringClass(coding().point(table.tuples(), tuple)))
            .toArray();
    ClassIndex index = ClassIndex.of(table.hashes(), numbers);
    HeldValues held = HeldValues.of(coding(), classes, earlier);
    if (held.areAll()) {
      return new Cuts(finder, classes, index);
    }
    List<EquivalenceClass> kept = classes.stream().map(held::of).toList();
    Assignment assigned = assignment().of(held, kept);
    return new Cuts(new ClassFinder(held.of(coding()), assigned, new Covers(kept)), kept, index);
  }

  public List<QuasiIdentifier> quasiIdentifiers() {
    return coding().quasiIdentifiers();
  }

  /** The number of classes. */
  public int size() {
    return classes.size();
  }

  Coding coding() {
    return finder.coding();
  }

  Assignment assignment() {
    return finder.assignment();
  }

  List<EquivalenceClass> classes() {
    return classes;
  }

  ClassFinder finder() {
    return finder;
  }

  /** Adds the number of the class that covers each row; null where the row is to be suppressed. */
  public Dataset<Row> assign(Dataset<Row> rows, String column) {
    return rows.withColumn(column, classNumber(rows))
        .withColumn(column, when(named(column).geq(0), named(column)));
  }

  /**
   * A walk down a tree of thousands of nodes has no column expression: hence a function of a row.
   */
  Column classNumber(Dataset<Row> rows) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext());
    Broadcast<ClassFinder> sent = spark.broadcast(finder);
    UDF1<Row, Integer> find = keys -> sent.value().coveringClass(keys);
    // Of a column that may be null, a join would ask twice.
    Column walked = udf(find, DataTypes.IntegerType).asNonNullable().apply(struct(coding().keys()));
    return known == null
        ? walked
        : ClassIndex.classNumber(spark.broadcast(known), coding().hashed(), walked);
  }

  /**
   * The rows as they may be published: the same columns in the same order, every quasi-identifier a
   * text that covers its value; suppressed rows are left out.
   */
  public Dataset<Row> recode(Dataset<Row> rows) {
    Dataset<Row> numbered = rows.withColumn(CLASS, classNumber(rows));
    Dataset<Row> texts = texts(rows);
    List<String> recoded =
        coding().quasiIdentifiers().stream().map(QuasiIdentifier::column).toList();
    List<Column> columns = new ArrayList<>();
    for (String column : rows.columns()) {
      int at = recoded.indexOf(column);
      columns.add(at < 0 ? named(column) : col("evenhand_text_" + at).as(column));
    }
    return numbered.join(broadcast(texts), CLASS).select(columns.toArray(Column[]::new));
  }

  private Dataset<Row> texts(Dataset<Row> rows) {
    StructType schema = new StructType().add(CLASS, DataTypes.IntegerType, false);
    for (int at = 0; at < coding().size(); at++) {
      schema = schema.add("evenhand_text_" + at, DataTypes.StringType, false);
    }
    List<Row> texts = new ArrayList<>();
    for (int number = 0; number < classes.size(); number++) {
      Object[] fields = new Object[coding().size() + 1];
      fields[0] = number;
      for (int at = 0; at < coding().size(); at++) {
        fields[at + 1] = classes.get(number).texts().get(at);
      }
      texts.add(RowFactory.create(fields));
    }
    return rows.sparkSession().createDataFrame(texts, schema);
  }

  /**
   * The normalized certainty penalty over the rows that had a class when the cuts were fitted, in
   * [0, 1]; {@link Outcome} counts the suppressed ones, too.
   */
  public double penalty() {
    double lost = 0;
    double rows = 0;
    for (EquivalenceClass one : classes) {
      lost += one.rows() * one.meanPenalty();
      rows += one.rows();
    }
    return lost / rows;
  }

  /** Writes the cuts into a folder that does not exist yet. */
  public void save(SparkSession spark, String folder) {
    new CutsStore(spark, folder).write(this);
  }

  public static Cuts load(SparkSession spark, String folder) {
    return new CutsStore(spark, folder).read();
  }
}
