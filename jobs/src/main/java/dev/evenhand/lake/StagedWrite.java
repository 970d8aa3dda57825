package dev.evenhand.lake;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.DeltaOptions;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.commands.DMLUtils.TaggedCommitData;
import org.apache.spark.sql.delta.commands.WriteIntoDelta;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Rows that lie in a table's folder and are no part of the table before {@link #commit}.
 *
 * <p>So a step can count what it wrote, of several tables, before any of it can be seen, and take
 * all of it back. This is Delta's own write, cut in two; a killed process leaves files that no
 * version of the table names.
 */
public final class StagedWrite {
  private final Lake lake;
  private final TableContract contract;
  private final boolean isNewTable;
  private final SaveMode mode;
  private final OptimisticTransaction transaction;
  private final DeltaOptions options;
  private final TaggedCommitData<Action> data;

  private StagedWrite(
      Lake lake,
      TableContract contract,
      Dataset<Row> rows,
      boolean isNewTable,
      Optional<String> replaced) {
    this(lake, contract, rows, isNewTable, replaced, log(lake, contract, rows).startTransaction());
  }

  private StagedWrite(
      Lake lake,
      TableContract contract,
      Dataset<Row> rows,
      boolean isNewTable,
      Optional<String> replaced,
      OptimisticTransaction transaction) {
    this.lake = lake;
    this.contract = contract;
    this.isNewTable = isNewTable;
    this.mode = replaced.isEmpty() ? SaveMode.Append : SaveMode.Overwrite;
    SparkSession spark = (SparkSession) rows.sparkSession();
    DeltaLog log = log(lake, contract, rows);
    this.transaction = transaction;
    Map<String, String> settings = new HashMap<>(Map.of("mergeSchema", "true"));
    replaced.ifPresent(predicate -> settings.put("replaceWhere", predicate));
    this.options = new DeltaOptions(ScalaCollections.map(settings), spark.sessionState().conf());
    this.data =
        new WriteIntoDelta(
                log,
                mode,
                options,
                partitions(),
                ScalaCollections.map(Map.of()),
                rows,
                Option.empty(),
                Option.empty(),
                false)
            .writeAndReturnCommitData(transaction, spark, Option.empty(), false);
  }

  /** Writes rows to a table that was made for them. */
  static StagedWrite toNew(Lake lake, TableContract contract, Dataset<Row> rows) {
    boolean isStaged = false;
    try {
      StagedWrite write = new StagedWrite(lake, contract, rows, true, Optional.empty());
      isStaged = true;
      return write;
    } finally {
      if (!isStaged && lake.version(contract) == 0) {
        lake.files().delete(lake.place(contract));
      }
    }
  }

  /**
   * Writes rows to a table.
   *
   * @param replaced a predicate of the rows that they replace; empty if they come to all of them
   */
  static StagedWrite to(
      Lake lake, TableContract contract, Dataset<Row> rows, Optional<String> replaced) {
    return new StagedWrite(lake, contract, rows, false, replaced);
  }

  /**
   * Writes rows that follow from all the rows that are there. The commit fails if others were
   * written meanwhile, so that several who do this write as if one after the other.
   */
  static StagedWrite afterReading(
      Lake lake,
      TableContract contract,
      org.apache.spark.sql.SparkSession spark,
      UnaryOperator<Dataset<Row>> rows) {
    DeltaLog log = DeltaLog.forTable(spark, new Path(lake.place(contract)));
    OptimisticTransaction transaction = log.startTransaction();
    transaction.readWholeTable();
    Dataset<Row> there =
        log.createDataFrame(
            transaction.snapshot(), transaction.filterFiles(), false, Option.empty());
    return new StagedWrite(lake, contract, rows.apply(there), false, Optional.empty(), transaction);
  }

  private static DeltaLog log(Lake lake, TableContract contract, Dataset<Row> rows) {
    return DeltaLog.forTable(rows.sparkSession(), new Path(lake.place(contract)));
  }

  /** The rows that wait for the commit. */
  public long rows() {
    return added().stream().mapToLong(file -> (Long) file.numLogicalRecords().get()).sum();
  }

  /** Makes the rows the table's. */
  public void commit() {
    lake.announce();
    transaction.commitIfNeeded(data.actions(), operation(), data.stringTags());
    lake.wrote(contract);
    Failpoint.reached("wrote " + contract.name());
  }

  /** Removes the rows, and the table too if it was made for them and nobody wrote to it since. */
  public void abort() {
    if (isNewTable && lake.version(contract) == 0) {
      lake.files().delete(lake.place(contract));
      return;
    }
    for (AddFile file : added()) {
      lake.files().delete(new Path(lake.place(contract), new Path(URI.create(file.path()))));
    }
  }

  private List<AddFile> added() {
    List<AddFile> files = new ArrayList<>();
    for (Action action : CollectionConverters.asJava(data.actions())) {
      if (action instanceof AddFile file) {
        files.add(file);
      }
    }
    return files;
  }

  private DeltaOperations.Write operation() {
    return new DeltaOperations.Write(
        mode,
        Option.apply(partitions()),
        options.replaceWhere(),
        Option.empty(),
        Option.empty(),
        Option.empty(),
        Option.apply(true),
        Option.empty(),
        Option.empty());
  }

  private Seq<String> partitions() {
    return ScalaCollections.seq(List.of(contract.partitionColumns()));
  }
}
