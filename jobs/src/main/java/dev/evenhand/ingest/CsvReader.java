package dev.evenhand.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.from_csv;
import static org.apache.spark.sql.functions.is_valid_utf8;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.octet_length;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_csv;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.lake.table.Bronze;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Separated text. Each line is parsed once with the schema's types; only what Spark's parser gave
 * up on is looked at column by column.
 *
 * <p>With {@code multiLine} (fields that hold line ends) Spark's own reader cuts the rows: their
 * place is the ordinal alone, a file is never split, and a byte that is not UTF-8 shows as U+FFFD.
 */
record CsvReader(
    Origin origin, TextForm form, SourceSchema schema, Map<SourceFile, CsvLayout> layouts)
    implements SourceReader {
  private static final String PARSED = "_parsed";

  /** What ends a line for Spark's parser of columns; where it is missing, an exception does. */
  private static final String LINE_END = "\uffff";

  private static final String REPLACEMENT = "\ufffd";

  @Override
  public List<String> newColumns() {
    return layouts.values().stream().flatMap(each -> each.unknown().stream()).distinct().toList();
  }

  @Override
  public List<SourceFile> files() {
    return List.copyOf(layouts.keySet());
  }

  @Override
  public boolean hasPlaces() {
    return !form.isMultiLine();
  }

  /** Files of different columns are read apart, each from the first place on. */
  @Override
  public boolean hasOwnPlaces(List<SourceFile> some) {
    return hasPlaces() && groups(some).size() == 1;
  }

  @Override
  public Dataset<Row> marked(
      List<SourceFile> some, Broadcast<Roaring64Bitmap> marks, Places places) {
    return rows(some, places, hasPlaces() ? Optional.of(marks) : Optional.empty());
  }

  @Override
  public Dataset<Row> rows(List<SourceFile> some, Places places) {
    return rows(some, places, Optional.empty());
  }

  private Dataset<Row> rows(
      List<SourceFile> some, Places places, Optional<Broadcast<Roaring64Bitmap>> marks) {
    return groups(some).entrySet().stream()
        .map(
            group -> {
              CsvLayout layout = group.getKey();
              return columns(
                  form.isMultiLine()
                      ? records(layout, group.getValue())
                      : lines(
                          layout,
                          new Lines(origin.reading(), group.getValue(), form, marks)
                              .rows(layout.headerLines(), places)),
                  layout);
            })
        .reduce(Dataset::union)
        .orElseThrow();
  }

  private Map<CsvLayout, List<SourceFile>> groups(List<SourceFile> some) {
    Map<CsvLayout, List<SourceFile>> groups = new LinkedHashMap<>();
    some.forEach(
        file -> groups.computeIfAbsent(layouts.get(file), layout -> new ArrayList<>()).add(file));
    return groups;
  }

  /** VALUE, PARSED, {@code _file}, {@code _ordinal}, LINE and PLACE. */
  private Dataset<Row> lines(CsvLayout layout, Dataset<Row> lines) {
    Column line = Working.LINE.column();
    return lines.select(
        col(Lines.VALUE),
        parse(col(Lines.VALUE), layout, i -> true).as(PARSED),
        Bronze.FILE.column(),
        line.minus(layout.headerLines() + 1L).as(Bronze.ORDINAL.name()),
        line,
        Working.PLACE.column());
  }

  /** Spark's own reader skips the columns that nobody asks for. */
  @Override
  public Dataset<Row> identifiers(List<SourceFile> some) {
    return groups(some).entrySet().stream()
        .map(
            group ->
                read(group.getKey().parsedAs(i -> false), group.getValue())
                    .select(
                        schema.identifiers().stream()
                            .map(id -> field(group.getKey(), id).as(id.name()))
                            .toArray(Column[]::new)))
        .reduce(Dataset::union)
        .orElseThrow();
  }

  private static Column field(CsvLayout layout, SourceColumn column) {
    return col(CsvLayout.field(layout.indexOf(column)));
  }

  private Dataset<Row> read(StructType fields, List<SourceFile> files) {
    return origin
        .reading()
        .read()
        .schema(fields)
        .options(form.readerOptions())
        .csv(files.stream().map(file -> file.path().toString()).toArray(String[]::new));
  }

  private Dataset<Row> records(CsvLayout layout, List<SourceFile> files) {
    StructType fields = layout.parsedAs(i -> true);
    Column all =
        struct(Arrays.stream(fields.fieldNames()).map(functions::col).toArray(Column[]::new));
    Dataset<Row> rows = read(fields, files);
    return rows.select(
        coalesce(col(TextForm.CORRUPT), to_csv(all)).as(Lines.VALUE),
        all.as(PARSED),
        FileNames.of(files),
        Lines.positionInSplit().as(Bronze.ORDINAL.name()),
        lit(null).cast(DataTypes.LongType).as(Working.LINE.columnName()),
        lit(null).cast(DataTypes.LongType).as(Working.PLACE.columnName()));
  }

  private Dataset<Row> columns(Dataset<Row> parsed, CsvLayout layout) {
    Column value = col(Lines.VALUE);
    Column isBroken = form.isMultiLine() ? value.contains(REPLACEMENT) : not(is_valid_utf8(value));
    List<Column> columns = new ArrayList<>();
    for (SourceColumn column : schema.columns()) {
      columns.add(col(PARSED).getField(CsvLayout.field(layout.indexOf(column))).as(column.name()));
    }
    columns.add(Bronze.FILE.column());
    columns.add(Bronze.ORDINAL.column());
    columns.add(Working.LINE.column());
    columns.add(Working.PLACE.column());
    columns.add(Working.RAW.as(value.cast(DataTypes.BinaryType)));
    Column isCorrupt = col(PARSED).isNull().or(col(PARSED).getField(TextForm.CORRUPT).isNotNull());
    columns.add(Working.MALFORMED.as(isBroken.or(isCorrupt)));
    columns.add(
        Working.FAULT.as(when(isBroken, Faults.NOT_UTF8).when(isCorrupt, fault(value, layout))));
    return parsed.select(columns.toArray(Column[]::new));
  }

  private Column fault(Column value, CsvLayout layout) {
    Column found = form.fieldCount(value);
    Column words = when(found.equalTo(1), " column instead of ").otherwise(" columns instead of ");
    List<Column> faults =
        schema.columns().stream()
            .filter(column -> !(column.type() instanceof StringType))
            .map(column -> fault(value, layout, column))
            .toList();
    return when(
            found.notEqual(layout.size()),
            concat(found.cast("string"), words, lit(Integer.toString(layout.size()))))
        .otherwise(Faults.join(faults, lit("not a CSV line")));
  }

  /** Not null if this is the column for which the line can't be parsed. */
  private Column fault(Column value, CsvLayout layout, SourceColumn column) {
    int index = layout.indexOf(column);
    Column isFailing = parse(value, layout, i -> i == index).getField(TextForm.CORRUPT).isNotNull();
    Column text = parse(value, layout, i -> false).getField(CsvLayout.field(index));
    return when(isFailing, Faults.of(column, text));
  }

  /** Null for a line of more columns than the parser has room for. */
  private Column parse(Column value, CsvLayout layout, IntPredicate isTyped) {
    // Two branches and no OR, whose second side would be computed for every line.
    Column readable =
        when(octet_length(value).lt(TextForm.MOST_COLUMNS), value)
            .when(form.fieldCount(value).leq(TextForm.MOST_COLUMNS), value);
    Column ended = concat(readable, lit(LINE_END));
    return from_csv(ended, lit(layout.parsedAs(isTyped).toDDL()), form.parserOptions());
  }
}
