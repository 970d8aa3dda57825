package dev.evenhand.ingest;

import dev.evenhand.base.Quoted;
import dev.evenhand.config.Identifier;
import dev.evenhand.lake.Field;
import dev.evenhand.lake.table.Bronze;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * A column of a source as it lands.
 *
 * @param type its type; a STRING for an identifier, which lands as a pseudonym
 * @param isRequired whether a row without it is refused
 * @param sealedFor the columns that identify the row for which it lands encrypted; none if it lands
 *     in the clear
 */
record SourceColumn(
    String name,
    DataType type,
    boolean isRequired,
    Optional<Identifier> identifier,
    List<String> sealedFor) {

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
    return sealedFor.isEmpty()
        ? clearField(source)
        : Field.optional(name, DataTypes.BinaryType, Bronze.sealedComment(source, name, sealedFor));
  }

  /** As it is before it is encrypted. */
  Field clearField(String source) {
    return Field.optional(name, type, Bronze.comment(source, name, identifier.isPresent()));
  }
}
