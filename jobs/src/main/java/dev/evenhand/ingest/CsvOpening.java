package dev.evenhand.ingest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Looks at the first line of each file of a separated source and compares it with the schema. */
final class CsvOpening {
  private final Origin origin;
  private final TextForm form;

  private CsvOpening(Origin origin) {
    this.origin = origin;
    this.form = TextForm.of(origin.name(), origin.source());
  }

  static CsvReader open(Origin origin) {
    return new CsvOpening(origin).open();
  }

  private CsvReader open() {
    Map<SourceFile, TextHead> heads = new LinkedHashMap<>();
    for (SourceFile file : origin.list()) {
      TextHead head = TextHead.read(origin.name(), file, form, origin.conf());
      if (head.isMissing()) {
        throw origin.problem(
            "file " + file.name() + " is empty. Fetch it again, or take it out of path.");
      }
      heads.put(file, head);
    }
    SourceSchema schema =
        SourceSchema.declared(origin.name(), origin.source())
            .orElseGet(() -> found(heads.values().iterator().next()));
    Map<SourceFile, CsvLayout> layouts = new LinkedHashMap<>();
    heads.forEach((file, head) -> layouts.put(file, layout(file, head, schema)));
    return new CsvReader(origin, form, schema, layouts);
  }

  /** Without a schema every column is a STRING. */
  private SourceSchema found(TextHead head) {
    return SourceSchema.ofNames(origin.name(), origin.source(), names(head));
  }

  private List<String> names(TextHead head) {
    List<String> fields = form.names(head.line());
    return IntStream.range(0, fields.size())
        .mapToObj(i -> form.hasHeader() && !fields.get(i).isEmpty() ? fields.get(i) : "_c" + i)
        .toList();
  }

  private CsvLayout layout(SourceFile file, TextHead head, SourceSchema schema) {
    if (!form.hasHeader()) {
      return new CsvLayout(schema.columns().stream().map(Optional::of).toList(), List.of(), 0);
    }
    List<Optional<SourceColumn>> columns = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (String name : names(head)) {
      Optional<SourceColumn> column = schema.column(SourceSchema.landed(name));
      if (column.isPresent() && columns.contains(column)) {
        throw origin.problem(
            "file " + file.name() + " has two columns '" + name + "'. Rename one.");
      }
      columns.add(column);
      if (column.isEmpty()) {
        unknown.add(name);
      }
    }
    List<String> missing =
        schema.columns().stream()
            .filter(column -> !columns.contains(Optional.of(column)))
            .map(SourceColumn::name)
            .toList();
    if (!missing.isEmpty()) {
      throw origin.problem(
          "file "
              + file.name()
              + " has no column "
              + String.join(", ", missing)
              + "; its first line has "
              + String.join(", ", names(head))
              + ". Correct schema, or the file.");
    }
    return new CsvLayout(columns, unknown, head.position() + 1);
  }
}
