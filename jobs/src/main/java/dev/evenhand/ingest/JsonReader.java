package dev.evenhand.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.is_valid_utf8;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.ltrim;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.lake.table.Bronze;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** JSON lines: an object a line; a key that is not there is null. */
record JsonReader(
    Origin origin,
    TextForm form,
    SourceSchema schema,
    List<SourceFile> files,
    List<String> newColumns)
    implements SourceReader {
  private static final String PARSED = "_parsed";
  private static final int SAMPLED_FILES = 10;

  static JsonReader open(Origin origin) {
    TextForm form = TextForm.of(origin.name(), origin.source());
    List<SourceFile> files = origin.list();
    for (SourceFile file : files) {
      if (TextHead.read(origin.name(), file, form, origin.conf()).isMissing()) {
        throw origin.problem(
            "file " + file.name() + " is empty. Fetch it again, or take it out of path.");
      }
    }
    List<String> found = found(origin, files);
    SourceSchema schema =
        SourceSchema.declared(origin.name(), origin.source())
            .orElseGet(() -> SourceSchema.ofNames(origin.name(), origin.source(), found));
    List<String> unknown = found.stream().filter(key -> schema.column(key).isEmpty()).toList();
    return new JsonReader(origin, form, schema, files, unknown);
  }

  /** The keys of all lines, or, where the schema says what they should be, of the first files. */
  private static List<String> found(Origin origin, List<SourceFile> files) {
    long sampled = origin.source().schema().isPresent() ? SAMPLED_FILES : files.size();
    String[] paths =
        files.stream().limit(sampled).map(file -> file.path().toString()).toArray(String[]::new);
    StructType inferred =
        origin
            .reading()
            .read()
            .option("primitivesAsString", true)
            .option("columnNameOfCorruptRecord", TextForm.CORRUPT)
            .json(paths)
            .schema();
    return Arrays.stream(inferred.fieldNames())
        .filter(key -> !key.equals(TextForm.CORRUPT))
        .toList();
  }

  @Override
  public boolean hasPlaces() {
    return true;
  }

  @Override
  public Dataset<Row> marked(
      List<SourceFile> some, Broadcast<Roaring64Bitmap> marks, Places places) {
    return rows(new Lines(origin.reading(), some, form, Optional.of(marks)), places);
  }

  @Override
  public Dataset<Row> rows(List<SourceFile> some, Places places) {
    return rows(new Lines(origin.reading(), some, form, Optional.empty()), places);
  }

  private Dataset<Row> rows(Lines lines, Places places) {
    Column value = col(Lines.VALUE);
    Dataset<Row> parsed =
        lines.rows(0, places).select(col("*"), parse(value, column -> true).as(PARSED));
    Column isBroken = not(is_valid_utf8(value));
    Column isNoObject = col(PARSED).isNull().or(not(ltrim(value).startsWith("{")));
    Column line = Working.LINE.column();
    List<Column> columns = new ArrayList<>();
    for (SourceColumn column : schema.columns()) {
      columns.add(col(PARSED).getField(column.name()).as(column.name()));
    }
    columns.add(Bronze.FILE.column());
    columns.add(line.minus(1L).as(Bronze.ORDINAL.name()));
    columns.add(line);
    columns.add(Working.PLACE.column());
    columns.add(Working.RAW.as(value.cast(DataTypes.BinaryType)));
    Column isCorrupt = col(PARSED).getField(TextForm.CORRUPT).isNotNull();
    columns.add(Working.MALFORMED.as(isBroken.or(isNoObject).or(isCorrupt)));
    columns.add(
        Working.FAULT.as(
            when(isBroken, Faults.NOT_UTF8)
                .when(isNoObject, "not a JSON object")
                .when(isCorrupt, fault(value))));
    return parsed.select(columns.toArray(Column[]::new));
  }

  private Column fault(Column value) {
    List<Column> faults =
        schema.columns().stream()
            .filter(column -> !(column.type() instanceof StringType))
            .map(column -> fault(value, column))
            .toList();
    return Faults.join(faults, lit("not a JSON object"));
  }

  private Column fault(Column value, SourceColumn column) {
    Column texts = parse(value, any -> false);
    Column alone = parse(value, column::equals);
    return when(
        texts.getField(TextForm.CORRUPT).isNull().and(alone.getField(TextForm.CORRUPT).isNotNull()),
        Faults.of(column, texts.getField(column.name())));
  }

  private Column parse(Column value, Predicate<SourceColumn> isTyped) {
    StructType fields = new StructType();
    for (SourceColumn column : schema.columns()) {
      fields =
          fields.add(column.name(), isTyped.test(column) ? column.type() : DataTypes.StringType);
    }
    return from_json(
        value, fields.add(TextForm.CORRUPT, DataTypes.StringType), form.parserOptions());
  }
}
