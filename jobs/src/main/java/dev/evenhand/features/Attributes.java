package dev.evenhand.features;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.map_concat;
import static org.apache.spark.sql.functions.map_contains_key;
import static org.apache.spark.sql.functions.map_filter;
import static org.apache.spark.sql.functions.map_from_arrays;
import static org.apache.spark.sql.functions.not;

import dev.evenhand.lake.table.UsableDecisions;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;

/**
 * The maps of a decision's features: its own and its subject's attributes that the pipeline file
 * names, and what was reckoned. An attribute of the decision hides one of its subject.
 */
record Attributes(List<String> names) {
  private static final String NUMBERS_TYPE = "map<string,double>";
  private static final String CATEGORIES_TYPE = "map<string,string>";

  Column numbersWith(Map<String, Column> reckoned) {
    return map_concat(
        named(UsableDecisions.NUMBERS.column(), AttributesInForce.NUMBERS, NUMBERS_TYPE),
        mapOf(reckoned, NUMBERS_TYPE));
  }

  Column categoriesWith(Map<String, Column> reckoned) {
    return map_concat(
        named(UsableDecisions.CATEGORIES.column(), AttributesInForce.CATEGORIES, CATEGORIES_TYPE),
        mapOf(reckoned, CATEGORIES_TYPE));
  }

  private Column named(Column ofDecision, String ofSubject, String type) {
    Column own = orEmpty(ofDecision, type);
    Column further =
        map_filter(
            orEmpty(col(ofSubject), type), (name, value) -> not(map_contains_key(own, name)));
    Column wanted = lit(names.toArray(String[]::new));
    return map_filter(map_concat(own, further), (name, value) -> array_contains(wanted, name));
  }

  private static Column mapOf(Map<String, Column> values, String type) {
    if (values.isEmpty()) {
      return empty(type);
    }
    Column[] columns = values.values().toArray(Column[]::new);
    return map_from_arrays(lit(values.keySet().toArray(String[]::new)), array(columns)).cast(type);
  }

  private static Column orEmpty(Column map, String type) {
    return coalesce(map.cast(type), empty(type));
  }

  private static Column empty(String type) {
    return map().cast(type);
  }
}
