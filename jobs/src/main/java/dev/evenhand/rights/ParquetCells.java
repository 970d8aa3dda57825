package dev.evenhand.rights;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReadStore;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Counts traces cell by cell in Parquet files whose texts have words of a format beside them:
 * checkpoints, figures and saved models. Those are small.
 */
record ParquetCells(Path path, Configuration hadoop, JsonSearch search) {
  private static final List<String> MAP = List.of("key_value", "key");

  /** Whether a column holds names: of columns, of runs, or the keys of a map of attributes. */
  static boolean isName(ColumnDescriptor column, FileKind kind) {
    return kind.names().contains(column.getPath()[0]) || kind.hasNamedKeys() && isKey(column);
  }

  private static boolean isKey(ColumnDescriptor column) {
    List<String> path = Arrays.asList(column.getPath());
    return path.size() > MAP.size()
        && path.subList(path.size() - MAP.size(), path.size()).equals(MAP);
  }

  long count() throws IOException {
    long found = 0;
    try (ParquetFileReader file = ParquetFileReader.open(HadoopInputFile.fromPath(path, hadoop))) {
      FileMetaData about = file.getFileMetaData();
      MessageType schema = about.getSchema();
      for (var group = file.readNextRowGroup(); group != null; group = file.readNextRowGroup()) {
        ColumnReadStore cells =
            new ColumnReadStoreImpl(group, new Nowhere(schema), schema, about.getCreatedBy());
        for (ColumnDescriptor column : schema.getColumns()) {
          boolean isText =
              column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
          if (isText) {
            found += count(cells, schema, column);
          }
        }
      }
    }
    return found;
  }

  /** Equal cells of one name count once. */
  private long count(ColumnReadStore cells, MessageType schema, ColumnDescriptor column) {
    boolean isLearned = search.kind().isLearned();
    if (isKey(column) && search.kind().hasNamedKeys()) {
      return 0;
    }
    List<String> texts = texts(cells, column);
    List<String> names = isLearned ? null : names(cells, schema, column);
    Set<List<String>> seen = new HashSet<>();
    long found = 0;
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      String name = names == null ? null : names.get(i);
      if (text != null && seen.add(Arrays.asList(name, text))) {
        found += isLearned ? search.cell(text) : search.in(nested(column, name, text));
      }
    }
    return found;
  }

  /** The keys beside the values of a map; null if the column is of none. */
  private static List<String> names(
      ColumnReadStore cells, MessageType schema, ColumnDescriptor column) {
    String[] path = column.getPath();
    if (path.length < 2
        || !path[path.length - 1].equals("value")
        || !path[path.length - 2].equals(MAP.get(0))) {
      return null;
    }
    String[] key = path.clone();
    key[path.length - 1] = MAP.get(1);
    ColumnDescriptor keys = schema.getColumnDescription(key);
    return keys.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY
        ? texts(cells, keys)
        : null;
  }

  /** A cell as JSON would have it, so that the same words are left out. */
  private static ObjectNode nested(ColumnDescriptor column, String name, String text) {
    ObjectNode whole = JsonNodeFactory.instance.objectNode();
    ObjectNode inner = whole;
    String[] path = column.getPath();
    for (int i = 0; i < path.length - 1; i++) {
      inner = inner.putObject(path[i]);
    }
    inner.put(name == null ? path[path.length - 1] : name, text);
    return whole;
  }

  /** Every place of a column that may have a text, null where it has none. */
  private static List<String> texts(ColumnReadStore cells, ColumnDescriptor column) {
    List<String> texts = new ArrayList<>();
    ColumnReader reader = cells.getColumnReader(column);
    for (long i = 0; i < reader.getTotalValueCount(); i++) {
      boolean isThere = reader.getCurrentDefinitionLevel() == column.getMaxDefinitionLevel();
      texts.add(isThere ? reader.getBinary().toStringUsingUTF8() : null);
      reader.consume();
    }
    return texts;
  }

  /** What the reader of columns asks for; it is never given a value. */
  private static final class Nowhere extends GroupConverter {
    private final GroupType type;

    Nowhere(GroupType type) {
      this.type = type;
    }

    @Override
    public Converter getConverter(int field) {
      return type.getType(field).isPrimitive()
          ? new PrimitiveConverter() {}
          : new Nowhere(type.getType(field).asGroupType());
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
  }
}
