package dev.evenhand.explain;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_from_arrays;

import java.lang.reflect.Array;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Column;

/** Column expressions that fill texts and look names up. */
final class Texts {
  private Texts() {}

  /** A text whose parts are columns. A value is never taken for a part. */
  static Column filled(String text, Map<String, Column> parts) {
    Column[] pieces =
        Phrases.pieces(text).stream()
            .map(piece -> piece.isPart() ? parts.get(piece.text()) : lit(piece.text()))
            .toArray(Column[]::new);
    return concat(pieces);
  }

  /** A constant map of a vocabulary's features to what a function says of them. */
  static Column byFeature(Vocabulary words, Function<FeatureWord, ?> what) {
    Map<String, Object> values = new TreeMap<>();
    words.features().forEach((feature, word) -> values.put(feature, what.apply(word)));
    return constant(values);
  }

  /** A constant map of texts to values of one type. */
  static Column constant(Map<String, ?> values) {
    List<String> keys = List.copyOf(values.keySet());
    Object first = values.isEmpty() ? "" : values.values().iterator().next();
    Object[] all =
        keys.stream()
            .map(values::get)
            .toArray(n -> (Object[]) Array.newInstance(first.getClass(), n));
    return map_from_arrays(lit(keys.toArray(String[]::new)), lit(all));
  }
}
