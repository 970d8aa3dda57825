package dev.evenhand.custody;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;

import dev.evenhand.base.DataProblem;
import dev.evenhand.history.Births;
import dev.evenhand.history.ConsentLedger;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Consents;
import dev.evenhand.lake.table.Decisions;
import dev.evenhand.lake.table.Identities;
import dev.evenhand.lake.table.ProtectedAttributes;
import dev.evenhand.lake.table.Sales;
import dev.evenhand.lake.table.Subjects;
import dev.evenhand.lake.table.Tables;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.pseudonym.OwnKeys;
import dev.evenhand.pseudonym.Pseudonyms;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Rows of a lake for a purpose: of those alone who consent to it now, under pseudonyms that no
 * other purpose shares, without protected attributes.
 *
 * <p>A query sees the tables as they may leave: whatever it computes rests on allowed rows, and no
 * subject key of the lake can be asked for.
 */
public final class PurposeExport {
  private static final List<String> OF_SILVER =
      List.of(Subjects.CONTRACT.name(), Sales.CONTRACT.name(), Decisions.CONTRACT.name());

  private final SparkSession spark;
  private final Lake lake;
  private final Keys keys;
  private final ExportRules rules;
  private final Instant now;
  private final Map<String, Long> refused = new TreeMap<>();
  private final Set<String> leftOut = new TreeSet<>();
  private final Map<String, Dataset<Row>> tables = new LinkedHashMap<>();

  /**
   * @param now the moment as of which the ledger is asked
   */
  public PurposeExport(SparkSession spark, Lake lake, Keys keys, ExportRules rules, Instant now) {
    this.spark = spark;
    this.lake = lake;
    this.keys = keys;
    this.rules = rules;
    this.now = now;
    keys.keyset().requirePurpose(rules.purpose());
  }

  /**
   * What an export holds.
   *
   * @param suppressed rows whose values fewer than k subjects share
   * @param refused rows by table whose subject does not consent
   * @param leftOut columns and attributes that a table can't be asked for
   */
  public record Exported(
      String source,
      Dataset<Row> rows,
      long suppressed,
      Map<String, Long> refused,
      Set<String> leftOut) {}

  /** The rows of a table, or of a query over tables. */
  public Exported of(String source) {
    if (lake.exists(Identities.CONTRACT)) {
      OwnKeys.require(lake.read(Identities.CONTRACT), keys);
    }
    Dataset<Row> rows =
        source.strip().matches("[a-z]+\\.[A-Za-z0-9_]+")
            ? table(source.strip())
            : new ExportQuery(spark, this::table).rows(source);
    if (rules.k().isEmpty()) {
      return new Exported(source, rows, 0, refused, leftOut);
    }
    Dataset<Row> shared = LargeClasses.of(rows, rules.k().getAsInt());
    return new Exported(source, shared, rows.count() - shared.count(), refused, leftOut);
  }

  /** The rows of the export as they were written hold no subject key; looked at once more. */
  public void requireClean(Dataset<Row> written) {
    Set<String> found = SubjectKeysIn.found(written, column -> true, subjectKeys(), null);
    if (!found.isEmpty()) {
      throw new DataProblem(
          "export: subject keys of the lake are in columns %s. Nothing was exported; leave them out."
              .formatted(String.join(", ", found)));
    }
  }

  /** Notes the export in {@code govern.exports}. */
  public void record(Exported exported, long rows, String place) {
    new ExportLog(spark, lake, rules, now).add(exported, rows, place, keys.keyset().fingerprint());
  }

  private Dataset<Row> table(String name) {
    return tables.computeIfAbsent(name, this::exportedTable);
  }

  private Dataset<Row> exportedTable(String name) {
    TableContract contract = exportable(name);
    Dataset<Row> rows = withSubjects(contract);
    Dataset<Row> judged = judged(rows);
    Row counts =
        judged
            .agg(
                count(lit(1)).as("all"),
                sum(col(ConsentLedger.IS_ALLOWED).cast("long")).as("allowed"))
            .head();
    long allowed = counts.isNullAt(1) ? 0 : counts.getLong(1);
    refused.put(name, counts.getLong(0) - allowed);
    Dataset<Row> usable =
        judged
            .filter(col(ConsentLedger.IS_ALLOWED))
            .select(List.of(rows.columns()).stream().map(each -> col(each)).toArray(Column[]::new));
    Set<String> hidden = hidden(usable);
    hidden.forEach(each -> leftOut.add(name + "." + each));
    return new ExportedTable(usable, hidden).named(new Pseudonyms(keys), rules.purpose());
  }

  private TableContract exportable(String name) {
    TableContract contract =
        Tables.ALL.stream()
            .filter(each -> each.name().equals(name))
            .filter(each -> leaves(each))
            .findFirst()
            .orElseThrow(
                () ->
                    new DataProblem(
                        "export: %s does not leave the lake for a purpose; %s and gold.* do. Protected attributes leave with --k alone, and figures by 'release'."
                            .formatted(name, String.join(", ", OF_SILVER))));
    if (!lake.exists(contract)) {
      throw new DataProblem(
          "export: there is no table %s in lake %s. Run the step that writes it first."
              .formatted(name, lake.files().root()));
    }
    return contract;
  }

  private boolean leaves(TableContract table) {
    return OF_SILVER.contains(table.name())
        || table.layer().equals("gold")
        || rules.k().isPresent() && table.equals(ProtectedAttributes.CONTRACT);
  }

  /** The rows; those that know their decision alone get its subject. */
  private Dataset<Row> withSubjects(TableContract contract) {
    Dataset<Row> rows = lake.read(contract);
    String key = Subjects.SUBJECT_KEY.name();
    if (List.of(rows.columns()).contains(key)) {
      return rows;
    }
    Dataset<Row> subjects =
        lake.read(Decisions.CONTRACT)
            .select(
                TableContract.PIPELINE.column(),
                Decisions.DECISION_ID.column(),
                Decisions.SUBJECT_KEY.column());
    return rows.join(
        subjects,
        CollectionConverters.asScala(
                List.of(TableContract.PIPELINE.name(), Decisions.DECISION_ID.name()))
            .toSeq());
  }

  private Dataset<Row> judged(Dataset<Row> rows) {
    Dataset<Row> ledger =
        lake.exists(Consents.CONTRACT)
            ? lake.read(Consents.CONTRACT)
            : lake.empty(Consents.CONTRACT);
    Optional<Dataset<Row>> births =
        rules
            .born()
            .map(
                born ->
                    Births.at(lake.read(ProtectedAttributes.CONTRACT), born, now)
                        .groupBy(Consents.SUBJECT_KEY.column())
                        .agg(max(col(ConsentLedger.BORN)).as(ConsentLedger.BORN)));
    return ConsentLedger.judged(rows, ledger, births, rules.consent(), now);
  }

  private Set<String> hidden(Dataset<Row> usable) {
    Set<String> hidden =
        new TreeSet<>(
            SubjectKeysIn.found(
                usable,
                column ->
                    !ExportedTable.isName(column)
                        && !column.equals(TableContract.PIPELINE.name())
                        && !column.equals(TableContract.RUN_ID.name()),
                subjectKeys(),
                Subjects.SUBJECT_KEY.column()));
    for (String attribute : rules.k().isPresent() ? List.<String>of() : ProtectedNames.in(lake)) {
      for (StructField field : usable.schema().fields()) {
        if (field.name().equals(attribute)) {
          hidden.add(attribute);
        } else if (field.dataType() instanceof MapType) {
          hidden.add(field.name() + "." + attribute);
        }
      }
    }
    return hidden;
  }

  private Dataset<Row> subjectKeys() {
    return lake.exists(Identities.CONTRACT)
        ? lake.read(Identities.CONTRACT)
        : lake.empty(Identities.CONTRACT);
  }
}
