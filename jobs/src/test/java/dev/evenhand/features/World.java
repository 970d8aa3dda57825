package dev.evenhand.features;

import dev.evenhand.support.Spark;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** A small random history, whose times lie on a grid of half days so that they often tie. */
record World(
    List<Sale> sales, List<Decision> decisions, List<Contact> contacts, List<Subject> subjects) {
  static final long HALF_DAY = 43_200_000_000L;
  private static final StructType SALES =
      StructType.fromDDL(
          "subject_key STRING, sold_at TIMESTAMP, recorded_at TIMESTAMP, order_id STRING,"
              + " product_id STRING, category STRING, quantity DOUBLE, amount DECIMAL(18,4),"
              + " discount DECIMAL(18,4), channel STRING");
  private static final StructType DECISIONS =
      StructType.fromDDL(
          "decision_id STRING, subject_key STRING, decided_at TIMESTAMP,"
              + " numbers MAP<STRING,DOUBLE>, categories MAP<STRING,STRING>");
  private static final StructType CONTACTS =
      StructType.fromDDL("subject_key STRING, decided_at TIMESTAMP, recorded_at TIMESTAMP");
  private static final StructType SUBJECTS =
      StructType.fromDDL(
          "subject_key STRING, valid_from TIMESTAMP, numbers MAP<STRING,DOUBLE>,"
              + " categories MAP<STRING,STRING>");

  record Sale(
      String subject,
      long sold,
      long recorded,
      String order,
      String product,
      String category,
      Double quantity,
      BigDecimal amount,
      BigDecimal discount) {}

  record Decision(String id, String subject, long decided, Map<String, Double> numbers) {}

  record Contact(String subject, long decided, long recorded) {}

  record Subject(
      String subject, long from, Map<String, Double> numbers, Map<String, String> categories) {}

  static World random(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    World world =
        new World(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < 1_500; i++) {
      world.sales.add(randomSale(random));
    }
    for (int i = 0; i < 250; i++) {
      String subject = subject(random, 55);
      long decided = time(random, 0, 60);
      Map<String, Double> numbers = random.nextInt(3) == 0 ? Map.of("age", i + 0.5) : Map.of();
      world.decisions.add(new Decision("d" + i, subject, decided, numbers));
      long late = random.nextInt(4) == 0 ? random.nextInt(6) * HALF_DAY : 0;
      world.contacts.add(new Contact(subject, decided, decided + late));
    }
    for (int i = 0; i < 50; i++) {
      for (int j = 0; j < random.nextInt(4); j++) {
        world.subjects.add(
            new Subject(
                "s" + i,
                j * 18 * HALF_DAY + random.nextInt(18) * HALF_DAY,
                Map.of("age", 20.0 + j, "unasked", 1.0),
                Map.of("segment", "v" + j)));
      }
    }
    return world;
  }

  FeatureSources sources() {
    return new FeatureSources(decisionRows(), salesRows(), contactRows(), subjectRows());
  }

  Dataset<Row> salesRows() {
    return rows(
        sales.stream()
            .map(
                s ->
                    RowFactory.create(
                        s.subject,
                        at(s.sold),
                        at(s.recorded),
                        s.order,
                        s.product,
                        s.category,
                        s.quantity,
                        s.amount,
                        s.discount,
                        s.sold % (4 * HALF_DAY) == 0 ? "web" : "shop"))
            .toList(),
        SALES);
  }

  Dataset<Row> decisionRows() {
    return rows(
        decisions.stream()
            .map(d -> RowFactory.create(d.id, d.subject, at(d.decided), d.numbers, Map.of()))
            .toList(),
        DECISIONS);
  }

  private Dataset<Row> contactRows() {
    return rows(
        contacts.stream()
            .map(c -> RowFactory.create(c.subject, at(c.decided), at(c.recorded)))
            .toList(),
        CONTACTS);
  }

  private Dataset<Row> subjectRows() {
    return rows(
        subjects.stream()
            .map(s -> RowFactory.create(s.subject, at(s.from), s.numbers, s.categories))
            .toList(),
        SUBJECTS);
  }

  /** Half a day ahead or up to the given half days. */
  static long time(RandomGenerator random, int from, int until) {
    return (from + random.nextInt(until - from)) * HALF_DAY;
  }

  private static Sale randomSale(RandomGenerator random) {
    String subject = subject(random, 45);
    long sold = time(random, 6, 60);
    int late = random.nextInt(5);
    long recorded = sold + (late == 0 ? random.nextInt(12) * HALF_DAY : 0);
    String order = random.nextInt(6) == 0 ? null : subject + "-" + sold + "-" + random.nextInt(2);
    String product = random.nextInt(8) == 0 ? null : "p" + random.nextInt(6);
    String category = random.nextInt(8) == 0 ? null : "c" + random.nextInt(4);
    double[] quantities = {1, 1, 2, 0.5, -1, 0};
    Double quantity = random.nextInt(9) == 0 ? null : quantities[random.nextInt(quantities.length)];
    boolean isReturn = quantity != null && quantity < 0;
    BigDecimal amount = BigDecimal.valueOf(random.nextInt(9_000), isReturn ? 2 : 4);
    BigDecimal discount =
        random.nextInt(3) == 0 ? null : BigDecimal.valueOf(random.nextInt(300), 2);
    return new Sale(
        subject,
        sold,
        recorded,
        order,
        product,
        category,
        quantity,
        isReturn ? amount.negate() : amount,
        discount);
  }

  private static String subject(RandomGenerator random, int bound) {
    return "s" + random.nextInt(bound);
  }

  private static Timestamp at(long micros) {
    return Timestamp.from(Instant.EPOCH.plusMillis(micros / 1_000));
  }

  private static Dataset<Row> rows(List<Row> rows, StructType schema) {
    return Spark.session().createDataFrame(rows, schema);
  }
}
