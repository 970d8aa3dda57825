package dev.evenhand.config;

/** JSON pointers (RFC 6901) to the parts of a pipeline file. */
final class Pointer {
  static final String ROOT = "";

  private Pointer() {}

  static String child(String parent, String key) {
    return parent + "/" + key.replace("~", "~0").replace("/", "~1");
  }

  static String child(String parent, int index) {
    return parent + "/" + index;
  }

  /** The part around this one; the root's is the root. */
  static String parent(String pointer) {
    return pointer.substring(0, Math.max(0, pointer.lastIndexOf('/')));
  }

  static String unescape(String key) {
    return key.replace("~1", "/").replace("~0", "~");
  }

  /** The part's name for a person: its key, with its index where it stands in a list. */
  static String label(String pointer) {
    String last = unescape(pointer.substring(pointer.lastIndexOf('/') + 1));
    return last.matches("[0-9]+") ? label(parent(pointer)) + "[" + last + "]" : last;
  }
}
