package dev.evenhand.generate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Decisions whose outcome is known, or customers, counted by what the truth is told by: a few
 * hundred counts at any size.
 *
 * @param isConsented once every entry of the ledger is known
 * @param rows decisions or customers
 * @param responses true ones
 * @param recorded responses as the files have them
 * @param withdrawn whose consent was withdrawn when the decision was taken
 */
record Tally(
    String origin,
    String ageBand,
    long area,
    boolean isConsented,
    long rows,
    long responses,
    long recorded,
    long withdrawn) {
  static List<Tally> decisions(SparkSession spark, WarehouseSpec spec) {
    Contacts contacts = new Contacts(spec);
    Consents consents = new Consents(spec);
    Column customer = contacts.customer();
    Column isWithdrawn = consents.isWithdrawnBy(customer, contacts.day());
    return of(
        spark
            .range(contacts.rows())
            .toDF(Contacts.ROW)
            .filter(contacts.isClosed().and(contacts.isReached())),
        List.of(
            contacts.customers().origin(customer),
            contacts.customers().ageBand(customer),
            contacts.area(),
            consents.isConsentedAtLast(customer)),
        List.of(contacts.hasResponded(), contacts.hasRecordedResponse(), isWithdrawn));
  }

  static List<Tally> customers(SparkSession spark, WarehouseSpec spec) {
    Customers customers = new Customers(spec);
    Column customer = col("customer");
    Column none = lit(false);
    return of(
        spark.range(spec.customers()).toDF("customer"),
        List.of(
            customers.origin(customer),
            customers.ageBand(customer),
            lit(-1L),
            new Consents(spec).isConsentedAtLast(customer)),
        List.of(none, none, none));
  }

  static long sum(List<Tally> tallies, Predicate<Tally> which, ToLongFunction<Tally> what) {
    return tallies.stream().filter(which).mapToLong(what).sum();
  }

  private static List<Tally> of(Dataset<Row> rows, List<Column> keys, List<Column> events) {
    Column[] sums = events.stream().map(e -> functions.sum(e.cast("long"))).toArray(Column[]::new);
    return rows
        .groupBy(keys.toArray(Column[]::new))
        .agg(count(lit(1)), sums)
        .collectAsList()
        .stream()
        .map(Tally::of)
        .toList();
  }

  private static Tally of(Row row) {
    return new Tally(
        row.getString(0),
        row.getString(1),
        row.getLong(2),
        row.getBoolean(3),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7));
  }
}
