package dev.evenhand.ingest;

import static org.apache.spark.sql.functions.lit;

import dev.evenhand.lake.DeltaSource;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A Delta table, read at one version. Its rows have no order, and their {@code _file} is the table
 * and that version.
 *
 * @param since the version up to which rows are known already; -1 reads all
 */
record DeltaReader(Origin origin, TypedRows typed, StructType found, DeltaSource table, long since)
    implements SourceReader {

  static DeltaReader open(Origin origin) {
    DeltaSource table = DeltaSource.open(origin.reading(), origin.location(), origin.name());
    StructType found = table.rows().schema();
    TypedRows typed = TypedRows.of(origin, found);
    typed.conversions(found, "table " + origin.location());
    return new DeltaReader(origin, typed, found, table, -1);
  }

  /** The same table, without the rows that an earlier version had already. */
  DeltaReader after(long version) {
    return new DeltaReader(origin, typed, found, table, version);
  }

  @Override
  public SourceSchema schema() {
    return typed.schema();
  }

  @Override
  public List<String> newColumns() {
    return typed.unknown(found);
  }

  @Override
  public List<SourceFile> files() {
    String name = origin.source().path().orElseThrow() + "@v" + table.version();
    return List.of(new SourceFile(new Path(origin.location()), name, 0, 0));
  }

  @Override
  public Dataset<Row> rows(List<SourceFile> some, Places places) {
    return typed.rows(
        since < 0 ? table.rows() : table.rowsAfter(since),
        "table " + origin.location(),
        lit(some.get(0).name()),
        lit(null).cast(DataTypes.LongType));
  }
}
