package dev.evenhand.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A part of the pipeline file as it is written, with its place. */
sealed interface Item {
  Place place();

  /** What the item is, for messages. */
  String kind();

  /** How many entries a list or mapping has; 0 for no value, 1 for a text. */
  int size();

  /**
   * A scalar as written; {@code isPlain} where it stands without quotes. A literal text comes from
   * the command line and refers to no environment variable.
   */
  record Text(Place place, String written, boolean isPlain, boolean isLiteral) implements Item {
    @Override
    public String kind() {
      return isNull() ? "has no value" : "is a text";
    }

    @Override
    public int size() {
      return isNull() ? 0 : 1;
    }

    boolean isNull() {
      return isPlain && written.matches("|~|null|Null|NULL");
    }
  }

  /** A list; its place is its key's. */
  record Sequence(Place place, List<Item> items) implements Item {
    @Override
    public String kind() {
      return "is a list";
    }

    @Override
    public int size() {
      return items.size();
    }
  }

  /** Keys with their values; its place is its own key's. */
  record Mapping(Place place, Map<String, Entry> entries) implements Item {
    @Override
    public String kind() {
      return "is a mapping of keys";
    }

    @Override
    public int size() {
      return entries.size();
    }

    Mapping with(String key, Entry entry) {
      Map<String, Entry> changed = new LinkedHashMap<>(entries);
      changed.put(key, entry);
      return new Mapping(place, changed);
    }
  }

  /** A key's value and where the key stands. */
  record Entry(Place keyPlace, Item value) {}
}
