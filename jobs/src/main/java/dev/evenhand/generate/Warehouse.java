package dev.evenhand.generate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.base.SideBySide;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A sample sales warehouse as CSV files, with the truth beside them.
 *
 * <p>Files: {@code sales/} (order lines, a few of them bad), {@code customers.csv} (with history),
 * {@code protected.csv}, {@code products.csv}, {@code campaigns.csv}, {@code contacts.csv} (who was
 * reached and responded), {@code consents.csv} (the ledger), {@code truth/labels.csv} (true
 * responses) and {@code truth.json} (every planted figure, as asked for and as it came out).
 */
public final class Warehouse {
  private static final String LINES = "value";
  private static final long HEADER = -1;

  private Warehouse() {}

  /** Writes every file; those of an earlier warehouse in the same folder are replaced. */
  public static void write(SparkSession caller, WarehouseSpec spec) {
    SparkSession spark = sessionForWideRows(caller);
    TextFiles files = files(spark, spec);
    files.begin();
    AtomicReference<Truth> truth = new AtomicReference<>();
    List<Runnable> pieces = new ArrayList<>();
    pieces.add(() -> writeSales(spark, spec, files));
    pieces.add(() -> truth.set(Truth.of(spark, spec)));
    pieces.addAll(tables(spark, spec, files));
    SideBySide.run(pieces);
    files.write(
        "campaigns.csv", Campaign.header() + "\n" + String.join("\n", Campaign.lines()) + "\n");
    files.end(truth.get().json());
  }

  /** Writes the sales lines alone, for measuring. */
  public static void writeSales(SparkSession caller, WarehouseSpec spec) {
    SparkSession spark = sessionForWideRows(caller);
    TextFiles files = files(spark, spec);
    files.begin();
    writeSales(spark, spec, files);
  }

  /** The good sales lines, typed. */
  public static Dataset<Row> sales(SparkSession spark, WarehouseSpec spec) {
    SalesLines sales = new SalesLines(spec);
    Dataset<Row> lines =
        spark
            .range(spec.rows())
            .toDF(SalesLines.LINE)
            .filter(new BadLines(spec).reason(col(SalesLines.LINE)).isNull());
    return sales.reckoned(lines).select(Cell.columns(sales.cells()));
  }

  /**
   * The JVM never compiles a method of more than 8,000 bytes, and a whole stage of these wide rows
   * is one: in parts they are computed twice as fast.
   */
  private static SparkSession sessionForWideRows(SparkSession caller) {
    SparkSession session = caller.newSession();
    session.conf().set("spark.sql.codegen.hugeMethodLimit", 8_000L);
    return session;
  }

  private static TextFiles files(SparkSession spark, WarehouseSpec spec) {
    return new TextFiles(spec.out(), spark.sessionState().newHadoopConf());
  }

  private static void writeSales(SparkSession spark, WarehouseSpec spec, TextFiles files) {
    files.writeFolder("sales", salesText(spark, spec), spec.packing());
    if (spec.hasLeak()) {
      LeakedSales leaked = new LeakedSales(spec);
      long rows = leaked.contacts().rows();
      files.write(
          "sales/sales-from-the-future.csv",
          table(spark, rows, Contacts.ROW, leaked.exists(), leaked.cells()));
    }
  }

  /** Writes one file each. */
  private static List<Runnable> tables(SparkSession spark, WarehouseSpec spec, TextFiles files) {
    Customers customers = new Customers(spec);
    CustomerHistory history = new CustomerHistory(spec);
    Products products = new Products(spec);
    Contacts contacts = new Contacts(spec);
    Consents consents = new Consents(spec);
    Column all = lit(true);
    Column row = col(Contacts.ROW);
    return List.of(
        () ->
            files.write(
                "customers.csv",
                table(
                    spark, history.rows(), CustomerHistory.ROW, history.exists(), history.cells())),
        () ->
            files.write(
                "protected.csv",
                table(spark, customers.count(), Contacts.ROW, all, customers.protectedCells(row))),
        () ->
            files.write(
                "products.csv",
                table(spark, products.count(), Contacts.ROW, all, products.cells(row))),
        () ->
            files.write(
                "contacts.csv",
                table(
                    spark, contacts.rows(), Contacts.ROW, contacts.isReached(), contacts.cells())),
        () ->
            files.write(
                "consents.csv",
                table(spark, consents.rows(), Consents.ROW, consents.exists(), consents.cells())),
        () ->
            files.write(
                "truth/labels.csv",
                table(
                    spark,
                    contacts.rows(),
                    Contacts.ROW,
                    contacts.isReached().and(contacts.isClosed()),
                    contacts.truthCells())));
  }

  /** The lines of one file: a header and the rows that exist, in order. */
  private static Dataset<Row> table(
      SparkSession spark, long rows, String row, Column exists, List<Cell> cells) {
    Column isHeader = col(row).equalTo(HEADER);
    Column line = when(isHeader, Cell.header(cells)).otherwise(Cell.line(cells));
    return spark
        .range(HEADER, rows, 1, 1)
        .toDF(row)
        .filter(isHeader.or(exists))
        .select(line.as(LINES));
  }

  /** The lines of all sales files, one file a partition, each with its header. */
  private static Dataset<Row> salesText(SparkSession spark, WarehouseSpec spec) {
    SalesLines sales = new SalesLines(spec);
    List<Cell> cells = sales.cells();
    int files = spec.salesFiles();
    long inFile = (spec.rows() + files - 1) / files;
    long step = inFile + 1;
    // A range of equal steps is cut at the steps: each file begins with its header.
    Column place = col("id").mod(step);
    Column line = Whole.quotient(col("id"), step).multiply(inFile).plus(place).minus(1);
    Dataset<Row> lines =
        spark
            .range(0, files * step, 1, files)
            .select(place.equalTo(0).as("is_header"), line.as(SalesLines.LINE))
            .filter(col("is_header").or(col(SalesLines.LINE).lt(spec.rows())));
    Column text = BrokenText.line(cells, col("reason"));
    return sales
        .reckoned(lines)
        .withColumn("reason", new BadLines(spec).reason(col(SalesLines.LINE)))
        .select(when(col("is_header"), Cell.header(cells)).otherwise(text).as(LINES));
  }
}
