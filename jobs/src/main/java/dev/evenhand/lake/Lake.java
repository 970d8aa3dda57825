package dev.evenhand.lake;

import static org.apache.spark.sql.functions.col;

import dev.evenhand.base.DataProblem;
import io.delta.tables.DeltaTable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The lakehouse: a folder of Delta tables on any Hadoop file system.
 *
 * <p>Every write conforms to its contract, is one commit, and replaces what the same run wrote
 * before, so that a step may be killed and run again. The versions read and written since the last
 * {@link #takeVersions()} are kept for the run log.
 */
public final class Lake {
  /** The predicate of all rows. */
  public static final String ALL = "true";

  private static final int LOG_ATTEMPTS = 10;
  private static final int LEDGER_ATTEMPTS = 40;

  private final SparkSession spark;
  private final LakeFiles files;

  /** Tables that are known to have their contract's version. */
  private final Map<String, Boolean> current = new ConcurrentHashMap<>();

  /** Tables that were made ahead of their first rows. */
  private final Set<String> prepared = ConcurrentHashMap.newKeySet();

  private final Map<String, Long> versionsRead = Collections.synchronizedMap(new TreeMap<>());
  private final Map<String, Long> versionsWritten = Collections.synchronizedMap(new TreeMap<>());
  private Runnable beforeNextCommit = () -> {};

  public Lake(SparkSession spark, String root) {
    this.spark = spark;
    this.files = new LakeFiles(spark.sparkContext().hadoopConfiguration(), root);
  }

  /** Places in the lake beside its tables: models, leases. */
  public LakeFiles files() {
    return files;
  }

  public boolean exists(TableContract contract) {
    return files.isTable(place(contract));
  }

  /** The whole table, every pipeline's rows. */
  public Dataset<Row> read(TableContract contract) {
    if (!exists(contract)) {
      throw new DataProblem(
          "Table "
              + contract.name()
              + " does not exist in lake "
              + files.root()
              + ". Run the step that writes it first ('evenhand run' runs all).");
    }
    bringUp(contract);
    String path = place(contract);
    versionsRead.putIfAbsent(contract.name(), DeltaVersions.latest(spark, path));
    return spark.read().format("delta").load(path);
  }

  /** One pipeline's rows; none if the table does not exist yet. */
  public Dataset<Row> readPipeline(TableContract contract, String pipeline) {
    return orEmpty(contract, () -> read(contract).filter(col("pipeline").equalTo(pipeline)));
  }

  /** One run's rows; none if the table does not exist yet. */
  public Dataset<Row> readRun(TableContract contract, RunScope scope) {
    return orEmpty(contract, () -> read(contract).filter(scope.runPredicate()));
  }

  /** Replaces the run's rows. The rows need not carry pipeline and run. */
  public void replaceRun(TableContract contract, Dataset<Row> rows, RunScope scope) {
    write(contract, rows, scope, scope.runPredicate());
  }

  /** Replaces all rows of the pipeline, whichever run wrote them. */
  public void replacePipeline(TableContract contract, Dataset<Row> rows, RunScope scope) {
    write(contract, rows, scope, scope.pipelinePredicate());
  }

  /** Replaces those of the run's rows whose column has one of the values; the rows have them. */
  public void replacePart(
      TableContract contract, Dataset<Row> rows, RunScope scope, OwnedPart part) {
    write(contract, rows, scope, scope.runPredicate() + " AND " + part.predicate());
  }

  /**
   * Writes rows that replace the pipeline's rows for which the predicate holds, but leaves the
   * commit to the caller. The rows may bring new columns.
   *
   * @param predicate SQL on the table's own columns; {@link #ALL} for all of the pipeline's rows
   */
  public StagedWrite stage(
      TableContract contract, Dataset<Row> rows, RunScope scope, String predicate) {
    Dataset<Row> conforming = contract.conforming(rows, scope);
    String own = scope.pipelinePredicate();
    String replaced = predicate.equals(ALL) ? own : own + " AND (" + predicate + ")";
    return create(contract)
        ? StagedWrite.toNew(this, contract, conforming)
        : StagedWrite.to(this, contract, conforming, Optional.of(replaced));
  }

  /** Writes rows that come to those that are there, but leaves the commit to the caller. */
  public StagedWrite stage(TableContract contract, Dataset<Row> rows, RunScope scope) {
    Dataset<Row> conforming = contract.conforming(rows, scope);
    return create(contract)
        ? StagedWrite.toNew(this, contract, conforming)
        : StagedWrite.to(this, contract, conforming, Optional.empty());
  }

  /** Makes the table if it is missing, so that those who write to it later need not wait for it. */
  public void prepare(TableContract contract) {
    if (create(contract)) {
      prepared.add(contract.name());
    }
  }

  /** Appends to a log; tries again when another writer was faster. */
  public void append(TableContract contract, Dataset<Row> rows, RunScope scope) {
    Dataset<Row> conforming = contract.conforming(rows, scope);
    announce();
    create(contract);
    prepared.remove(contract.name());
    Retry.onConflict(LOG_ATTEMPTS, () -> writer(conforming).mode("append").save(place(contract)));
    wrote(contract);
  }

  /**
   * Appends rows that follow from all the rows of a log, as if nobody else wrote meanwhile: where
   * somebody did, the rows are made anew from what is there then.
   *
   * @param rows called once a try; may throw to append nothing
   */
  public void appendAfterReading(
      TableContract contract, RunScope scope, UnaryOperator<Dataset<Row>> rows) {
    announce();
    create(contract);
    prepared.remove(contract.name());
    Retry.onConflict(
        LEDGER_ATTEMPTS,
        () -> {
          StagedWrite write =
              StagedWrite.afterReading(
                  this, contract, spark, there -> contract.conforming(rows.apply(there), scope));
          boolean isIn = false;
          try {
            write.commit();
            isIn = true;
          } finally {
            if (!isIn) {
              write.abort();
            }
          }
        });
  }

  /** Deletes every row of the run in this table; nothing happens where there is none. */
  public void deleteRun(TableContract contract, RunScope scope) {
    if (exists(contract)) {
      DeltaTable.forPath(spark, place(contract)).delete(scope.runPredicate());
    }
  }

  /** Does this once, before the next rows become part of a table. */
  public synchronized void beforeNextCommit(Runnable action) {
    beforeNextCommit = action;
  }

  /** The versions read and written since this was last asked; forgets them. Logs don't count. */
  public Versions takeVersions() {
    Versions versions = new Versions(Map.copyOf(versionsRead), Map.copyOf(versionsWritten));
    versionsRead.clear();
    versionsWritten.clear();
    return versions;
  }

  /** No rows, in the table's columns. */
  public Dataset<Row> empty(TableContract contract) {
    return spark.createDataFrame(List.of(), contract.schema());
  }

  /** The table's current Delta version. */
  public long version(TableContract contract) {
    return DeltaVersions.latest(spark, place(contract));
  }

  /** Where a table lies. */
  public String place(TableContract contract) {
    return files.root() + "/" + contract.layer() + "/" + contract.table();
  }

  /** Delta versions by table name. */
  public record Versions(Map<String, Long> read, Map<String, Long> written) {}

  private void write(TableContract contract, Dataset<Row> rows, RunScope scope, String predicate) {
    Dataset<Row> conforming = contract.conforming(rows, scope);
    announce();
    boolean isNew = prepared.remove(contract.name());
    if (create(contract) || isNew) { // nothing to replace, and looking is dear
      writer(conforming).mode("append").save(place(contract));
    } else {
      writer(conforming).mode("overwrite").option("replaceWhere", predicate).save(place(contract));
    }
    wrote(contract);
    Failpoint.reached("wrote " + contract.name());
  }

  synchronized void announce() {
    Runnable action = beforeNextCommit;
    beforeNextCommit = () -> {};
    action.run();
  }

  void wrote(TableContract contract) {
    if (contract.scope() != Scope.LOG) {
      versionsWritten.put(contract.name(), DeltaVersions.latest(spark, place(contract)));
    }
  }

  private static DataFrameWriter<Row> writer(Dataset<Row> rows) {
    return rows.write().format("delta");
  }

  /** Whether the table was made just now, here. */
  private boolean create(TableContract contract) {
    boolean isMade = !exists(contract) && TableCreation.create(spark, contract, place(contract));
    if (isMade) {
      current.put(contract.name(), true);
    } else {
      bringUp(contract);
    }
    return isMade;
  }

  /** Whoever comes second to a table waits until it is brought up; other tables go on. */
  private void bringUp(TableContract contract) {
    current.computeIfAbsent(
        contract.name(),
        name -> {
          new Migration(spark, contract, place(contract)).bringUp();
          return true;
        });
  }

  private Dataset<Row> orEmpty(TableContract contract, Supplier<Dataset<Row>> rows) {
    return exists(contract) ? rows.get() : empty(contract);
  }
}
