package dev.evenhand.ingest;

import static org.apache.spark.sql.functions.col;

import org.apache.spark.sql.Column;

/** Columns that stand beside a source's own while it is read, and never land. */
enum Working {
  /** The row's line in its file, from 1; null where it has none or it is not known. */
  LINE("_line"),
  /** The row's place among all places of the source, LONG; null where rows have none. */
  PLACE("_place"),
  /** The row as it stood there, BINARY. */
  RAW("_raw"),
  /** Whether the row could not be read as the schema says. */
  MALFORMED("_malformed"),
  /** Why it could not. */
  FAULT("_fault"),
  /** Whether the row is accepted. */
  ACCEPTED("_accepted"),
  /** Why it is not. */
  REASON("_reason");

  private final String column;

  Working(String column) {
    this.column = column;
  }

  Column column() {
    return col(column);
  }

  Column as(Column value) {
    return value.as(column);
  }

  String columnName() {
    return column;
  }
}
