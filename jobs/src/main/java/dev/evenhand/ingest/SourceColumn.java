package dev.evenhand.ingest;

import dev.evenhand.base.Quoted;
import dev.evenhand.config.Identifier;
import dev.evenhand.lake.Field;
import dev.evenhand.lake.table.Bronze;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;

/**
 * A column of a source as it lands.
 *
 * @param type its type; a STRING for an identifier, which lands as a pseudonym
 * @param isRequired whether a row without it is refused
 */
record SourceColumn(
    String name, DataType type, boolean isRequired, Optional<Identifier> identifier) {

  Column column() {
    return named(name);
  }

  /** The column of this very name, whatever dots it holds. */
  static Column named(String name) {
    return functions.col(Quoted.name(name));
  }


  /**
   * Optional in the table, since pipelines may share it; that it is there is a rule of the load.
   */
  Field field(String source) {
    return Field.optional(name, type, Bronze.comment(source, name, identifier.isPresent()));
  }
}
