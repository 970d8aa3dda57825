package dev.evenhand.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What could be read of a pipeline file, by JSON pointer, and where each part stands. */
final class Bound {
  private final Map<String, Object> values = new LinkedHashMap<>();
  private final Map<String, Place> places = new LinkedHashMap<>();

  void value(String pointer, Object value) {
    values.put(pointer, value);
  }

  void place(String pointer, Place place) {
    places.put(pointer, place);
  }

  /** Where a part stands, or the nearest part around it that is written. */
  Place nearest(String pointer) {
    Place place = places.get(pointer);
    return place != null
        ? place
        : pointer.isEmpty() ? Place.START : nearest(Pointer.parent(pointer));
  }

  <T> Optional<T> one(String pointer, Class<T> type) {
    return Optional.ofNullable(type.cast(values.get(pointer)));
  }

  /** The texts of a list that could be read; empty where it couldn't. */
  List<String> texts(String pointer) {
    return values.get(pointer) instanceof List<?> list
        ? list.stream().map(String.class::cast).toList()
        : List.of();
  }

  /** Whether the file has the key, whether or not its value could be read. */
  boolean isWritten(String pointer) {
    return places.containsKey(pointer);
  }

  /** The keys written directly under a pointer. */
  List<String> keys(String pointer) {
    String prefix = pointer + "/";
    return places.keySet().stream()
        .filter(other -> other.startsWith(prefix))
        .map(other -> other.substring(prefix.length()))
        .filter(key -> key.indexOf('/') < 0)
        .map(Pointer::unescape)
        .toList();
  }
}
