package dev.evenhand.attribution;

import dev.evenhand.base.DataProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.sql.types.StructType;

/**
 * Who shares a score: columns that a person knows, each with the entries of the vector that it
 * became.
 *
 * @param names in the order in which they first appear in the vector
 * @param ofEntry of each entry of the vector, the place of its player in names
 */
record Players(List<String> names, int[] ofEntry) {

  /** Entries of one name are one player. */
  static Players named(List<String> entries) {
    Map<String, Integer> places = new LinkedHashMap<>();
    int[] ofEntry = new int[entries.size()];
    for (int i = 0; i < ofEntry.length; i++) {
      int next = places.size();
      Integer known = places.putIfAbsent(entries.get(i), next);
      ofEntry[i] = known == null ? next : known;
    }
    return new Players(new ArrayList<>(places.keySet()), ofEntry);
  }

  /** The names given, or those of the column's attributes, each entry a player. */
  static Players of(StructType schema, String column, int size, String[] given) {
    if (given.length > 0 && given.length != size) {
      throw new DataProblem(
          "players has %d names, but the model reads a vector of %d entries. Name each entry."
              .formatted(given.length, size));
    }
    return named(given.length > 0 ? Arrays.asList(given) : names(schema, column, size));
  }

  private static List<String> names(StructType schema, String column, int size) {
    AttributeGroup group = AttributeGroup.fromStructField(schema.apply(column));
    List<String> names = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      names.add(column + "[" + i + "]");
    }
    if (group.attributes().isDefined() && group.size() == size) {
      Attribute[] attributes = group.attributes().get();
      for (int i = 0; i < size; i++) {
        if (attributes[i].name().isDefined()) {
          names.set(i, attributes[i].name().get());
        }
      }
    }
    return names;
  }
}
