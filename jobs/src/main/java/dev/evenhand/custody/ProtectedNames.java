package dev.evenhand.custody;

import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.map_keys;

import dev.evenhand.lake.Lake;
import dev.evenhand.lake.SmallRows;
import dev.evenhand.lake.table.ProtectedAttributes;
import java.util.List;
import org.apache.spark.sql.Row;

/** What a lake's protected attributes are called. */
final class ProtectedNames {
  private static final String NAME = "name";

  private ProtectedNames() {}

  static List<String> in(Lake lake) {
    if (!lake.exists(ProtectedAttributes.CONTRACT)) {
      return List.of();
    }
    return SmallRows.sorted(
            lake.read(ProtectedAttributes.CONTRACT)
                .select(explode(map_keys(ProtectedAttributes.ATTRIBUTES.column())).as(NAME))
                .distinct(),
            NAME)
        .stream()
        .map((Row row) -> row.getString(0))
        .toList();
  }
}
