package dev.evenhand.config;

import java.util.Locale;

/** A word of a closed list, spelled in the pipeline file in lower case with hyphens. */
public interface Word {
  /** The constant's Java name; every enum has it. */
  String name();

  /** The spelling in the pipeline file, the tables and the card. */
  default String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
