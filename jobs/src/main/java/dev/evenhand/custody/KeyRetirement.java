package dev.evenhand.custody;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.substring;

import dev.evenhand.base.Quoted;
import dev.evenhand.lake.Catalog;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.table.Bronze;
import dev.evenhand.lake.table.Identities;
import dev.evenhand.lake.table.Quarantine;
import dev.evenhand.pseudonym.KeyStore;
import dev.evenhand.pseudonym.Keys;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;

/**
 * The end of key versions that no present row of any lake uses: as the version of a subject key, in
 * an identity, in quarantined text or a sealed column.
 *
 * <p>Older versions of the tables may still need them; who keeps those readable retires keys later.
 */
public record KeyRetirement(SparkSession spark, List<Lake> lakes) {
  private static final String PSEUDONYMS = "pseudonyms";
  private static final String IDENTITIES = "identities";
  private static final String TEXTS = "texts";

  /** A ciphertext begins with a byte and the number of its key. */
  private static final int PREFIX = 5;

  /**
   * What became of old versions, by part of the keyset.
   *
   * @param retired no row used them; they are gone
   * @param kept rows use them
   */
  public record Report(Map<String, Set<Integer>> retired, Map<String, Set<Integer>> kept) {}

  /** Retires what can be; the caller holds the lakes' leases. */
  public Report run(Keys keys) {
    KeyStore store = new KeyStore(keys);
    Map<String, Set<Integer>> used = used();
    Map<String, Set<Integer>> retired = new TreeMap<>();
    Map<String, Set<Integer>> kept = new TreeMap<>();
    Map<String, List<Integer>> versions = store.summary().versions();
    used.forEach(
        (part, inRows) ->
            versions.get(part).stream()
                .skip(1) // the one in use stays
                .forEach(
                    version ->
                        (inRows.contains(version) ? kept : retired)
                            .computeIfAbsent(part, name -> new TreeSet<>())
                            .add(version)));
    store.retire(retired);
    return new Report(retired, kept);
  }

  private Map<String, Set<Integer>> used() {
    Map<String, Set<Integer>> used = new TreeMap<>();
    List.of(PSEUDONYMS, IDENTITIES, TEXTS).forEach(part -> used.put(part, new TreeSet<>()));
    for (Lake lake : lakes) {
      Catalog catalog = Catalog.of(spark, lake);
      if (lake.exists(Identities.CONTRACT)) {
        Dataset<Row> identities = lake.read(Identities.CONTRACT);
        identities
            .select(Identities.KEY_VERSION.column())
            .distinct()
            .collectAsList()
            .forEach(row -> used.get(PSEUDONYMS).add(row.getInt(0)));
        used.get(IDENTITIES).addAll(numbers(identities, Identities.IDENTITY.column()));
      }
      for (String table : catalog.tables()) {
        Dataset<Row> rows = catalog.rows(table);
        for (Column sealed : sealed(table, rows)) {
          used.get(TEXTS).addAll(numbers(rows, sealed));
        }
      }
    }
    return used;
  }

  private static List<Column> sealed(String table, Dataset<Row> rows) {
    if (table.equals(Quarantine.CONTRACT.name())) {
      return List.of(Quarantine.RAW.column());
    }
    List<Column> sealed = new ArrayList<>();
    for (StructField field : rows.schema().fields()) {
      if (Bronze.isSealed(field)) {
        sealed.add(col(Quoted.name(field.name())));
      }
    }
    return sealed;
  }

  private static Set<Integer> numbers(Dataset<Row> rows, Column ciphertext) {
    Set<Integer> numbers = new TreeSet<>();
    rows.filter(ciphertext.isNotNull())
        .select(substring(ciphertext, 1, PREFIX))
        .distinct()
        .collectAsList()
        .forEach(row -> numbers.add(ByteBuffer.wrap(row.<byte[]>getAs(0)).getInt(1)));
    return numbers;
  }
}
