package dev.evenhand.ingest;

import static org.apache.spark.sql.functions.max;

import dev.evenhand.base.Quoted;
import dev.evenhand.config.Load;
import dev.evenhand.job.JobContext;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Bronze;
import dev.evenhand.lake.table.SeenFiles;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What is new in a source since the runs before, as its {@code load} says. */
record Selections(JobContext context, Origin origin, SourceReader reader) {

  Selection select() {
    Load load = origin.source().load();
    return switch (load) {
      case FULL -> Selection.whole(reader);
      case WATERMARK -> sinceWatermark();
      case NEW_FILES -> reader instanceof DeltaReader delta ? newVersion(delta) : newFiles();
    };
  }

  private Selection sinceWatermark() {
    String column = origin.source().watermark().orElseThrow();
    TableContract bronze = reader.schema().contract(origin.name());
    Row last =
        context
            .lake()
            .readPipeline(bronze, context.scope().pipeline())
            .agg(max(SourceColumn.named(column)))
            .head();
    if (last.isNullAt(0)) {
      return Selection.whole(reader);
    }
    Object value = last.get(0);
    SourceReader since =
        reader instanceof JdbcReader jdbc
            ? jdbc.since(column, value)
            : new SinceReader(reader, column, value);
    String name = Quoted.name(column);
    String replaces = name + " IS NULL OR " + name + " >= " + literal(value);
    return new Selection(since, since.files(), replaces, false, Map.of());
  }

  private Selection newVersion(DeltaReader delta) {
    OptionalLong seen =
        seen().stream()
            .map(row -> row.<String>getAs(SeenFiles.FILE.name()))
            .mapToLong(file -> Long.parseLong(file.substring(file.lastIndexOf("@v") + 2)))
            .max();
    if (seen.isEmpty() || !delta.table().onlyAddedAfter(seen.getAsLong())) {
      return Selection.whole(delta);
    }
    if (seen.getAsLong() == delta.table().version()) {
      return new Selection(delta, List.of(), "false", false, Map.of());
    }
    DeltaReader after = delta.after(seen.getAsLong());
    return new Selection(after, after.files(), isOneOf(after.files()), false, Map.of());
  }

  private Selection newFiles() {
    Map<String, Row> seen =
        seen().stream()
            .collect(
                Collectors.toMap(row -> row.getAs(SeenFiles.FILE.name()), Function.identity()));
    List<SourceFile> suspects =
        reader.files().stream().filter(file -> isSuspect(file, seen.get(file.name()))).toList();
    Map<String, String> hashes = FileHashes.of(context.spark(), suspects);
    List<SourceFile> files = new ArrayList<>();
    for (SourceFile file : suspects) {
      Row before = seen.get(file.name());
      boolean isSame =
          before != null && hashes.get(file.name()).equals(before.getAs(SeenFiles.SHA256.name()));
      if (!isSame) {
        files.add(file);
      }
    }
    boolean isFirst = seen.isEmpty();
    return new Selection(reader, files, isFirst ? Lake.ALL : isOneOf(files), isFirst, hashes);
  }

  /** Whether a file must be hashed to know if it was loaded: its size or its time is new. */
  private static boolean isSuspect(SourceFile file, Row before) {
    return before == null
        || file.bytes() != before.<Long>getAs(SeenFiles.BYTES.name())
        || file.modifiedAt() > before.<Timestamp>getAs(SeenFiles.LOADED_AT.name()).getTime();
  }

  private List<Row> seen() {
    Dataset<Row> files =
        context.lake().readPipeline(SeenFiles.CONTRACT, context.scope().pipeline());
    return files.filter(SeenFiles.SOURCE.column().equalTo(origin.name())).collectAsList();
  }

  private static String isOneOf(List<SourceFile> files) {
    return files.isEmpty()
        ? "false"
        : Bronze.FILE.name()
            + files.stream()
                .map(file -> text(file.name()))
                .collect(Collectors.joining(", ", " IN (", ")"));
  }

  private static String literal(Object value) {
    if (value instanceof Number) {
      return value.toString();
    }
    if (value instanceof Timestamp moment) {
      return "TIMESTAMP '" + moment.toInstant() + "'";
    }
    return value instanceof Date day ? "DATE '" + day + "'" : text(value.toString());
  }

  private static String text(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
