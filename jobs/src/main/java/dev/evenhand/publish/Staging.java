package dev.evenhand.publish;

import java.sql.SQLException;
import java.util.UUID;

/**
 * The schema in which a publication's rows wait. Its tables carry the publication's id, so that
 * tasks of one that was killed can't write into the next one's.
 */
record Staging(DatabaseSession session, String id) {
  static final String SCHEMA = "evenhand_staging";

  /** An empty one; drops what a killed publication left. */
  static Staging make(DatabaseSession session) throws SQLException {
    Target.makeSchema(session, SCHEMA);
    Staging staging = new Staging(session, UUID.randomUUID().toString().substring(0, 8));
    staging.drop();
    return staging;
  }

  /** Makes the table for the rows of another, and gives its quoted name. */
  String table(PublishedTable table) throws SQLException {
    String name = table.schema() + "_" + table.contract().table() + "_" + id;
    String place = PublishedTable.quoted(SCHEMA) + "." + PublishedTable.quoted(name);
    session.execute("CREATE UNLOGGED TABLE %s (%s)".formatted(place, table.definitions()));
    session.commit();
    return place;
  }

  /** Drops all staging tables, this publication's and older ones'. */
  void drop() throws SQLException {
    for (String left :
        session.texts("SELECT tablename FROM pg_tables WHERE schemaname = ?", SCHEMA)) {
      session.execute(
          "DROP TABLE IF EXISTS %s.%s"
              .formatted(PublishedTable.quoted(SCHEMA), PublishedTable.quoted(left)));
    }
    session.commit();
  }
}
