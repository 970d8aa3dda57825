package dev.evenhand.config;

import java.util.Optional;

/**
 * What the command line says in place of the environment and the file.
 *
 * @param data the folder in place of {@code EVENHAND_DATA}
 * @param lake the lake in place of the file's
 */
public record Overrides(Optional<String> data, Optional<String> lake) {
  /** The file and the environment as they are. */
  public static Overrides none() {
    return new Overrides(Optional.empty(), Optional.empty());
  }

  /** The file's tree with the lake of the command line. */
  Item applyTo(Item root, Problems problems) {
    if (!(root instanceof Item.Mapping mapping)) {
      return root;
    }
    if (data.isPresent() && !refersToData(mapping)) {
      problems.add(
          place(mapping, "data"),
          "--data is given, but data doesn't refer to ${EVENHAND_DATA}, which it replaces; write"
              + " data: ${EVENHAND_DATA}/… or drop --data");
    }
    if (lake.isEmpty()) {
      return root;
    }
    Place place = place(mapping, "lake");
    Item.Text text = new Item.Text(place, lake.get(), false, true);
    return mapping.with("lake", new Item.Entry(place, text));
  }

  private static boolean refersToData(Item.Mapping mapping) {
    Item.Entry entry = mapping.entries().get("data");
    return entry != null
        && entry.value() instanceof Item.Text text
        && text.written().contains("${" + Environment.DATA);
  }

  private static Place place(Item.Mapping mapping, String key) {
    Item.Entry entry = mapping.entries().get(key);
    return entry == null ? mapping.place() : entry.value().place();
  }
}
