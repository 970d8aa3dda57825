package dev.evenhand.rights;

import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Bronze;
import dev.evenhand.lake.table.Explanations;
import dev.evenhand.lake.table.Figures;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * What a file of a lake is, by its place; that tells which of its texts are words of its format.
 *
 * @param isLog whether it belongs to the log of a Delta table
 * @param isJson whether it should be JSON if it is not Parquet
 */
record FileKind(Holder holder, boolean isLog, boolean isJson) {
  /** Columns, and fields of JSON, that name what a row is about, and hold nothing of a person. */
  private static final Set<String> NAMES =
      Set.of(TableContract.PIPELINE.name(), TableContract.RUN_ID.name(), Bronze.FILE.name());

  /** In gold these are features by name, too. */
  private static final Set<String> NAMES_IN_GOLD =
      with(NAMES, Explanations.REASONS.name(), Explanations.REASON_CODES.name());

  /** In figures more do; {@code slots} are the features of a model. */
  static final Set<String> NAMES_IN_FIGURES =
      with(
          NAMES_IN_GOLD,
          Figures.MODEL.name(),
          Figures.MODEL_VERSION.name(),
          Figures.DATASET.name(),
          Figures.SPLIT.name(),
          Figures.ATTRIBUTE.name(),
          Figures.METRIC.name(),
          Figures.STATISTIC.name(),
          Figures.STATUS.name(),
          Figures.CI_METHOD.name(),
          "slots");

  /** Who made the file, and so whose words its texts may be. */
  enum Holder {
    /** Sources, or nobody that is known: any name but the lake's own may be a value. */
    SOURCES(NAMES),
    SILVER(NAMES),
    GOLD(NAMES_IN_GOLD),
    FIGURES(NAMES_IN_FIGURES),
    MODELS(Set.of());

    private final Set<String> names;

    Holder(Set<String> names) {
      this.names = names;
    }
  }

  static FileKind of(String root, String file) {
    String inLake = file.startsWith(root + "/") ? file.substring(root.length() + 1) : file;
    Holder holder =
        switch (inLake.substring(0, Math.max(0, inLake.indexOf('/')))) {
          case "silver", "secure" -> Holder.SILVER;
          case "gold" -> Holder.GOLD;
          case "metrics", "govern", "cards" -> Holder.FIGURES;
          case "models" -> Holder.MODELS;
          default -> Holder.SOURCES;
        };
    boolean isLog = inLake.contains("/_delta_log/");
    boolean isDocument = holder == Holder.FIGURES && inLake.endsWith(".json");
    return new FileKind(holder, isLog, isLog || isDocument || holder == Holder.MODELS);
  }

  /** Whether its Parquet columns are searched page by page; else cell by cell. */
  boolean isOfRows() {
    return hasRows() && !isLog;
  }

  boolean hasRows() {
    return holder != Holder.FIGURES && holder != Holder.MODELS;
  }

  boolean isLearned() {
    return holder == Holder.MODELS;
  }

  /** Whether the keys of its maps are names of attributes, tables or settings. */
  boolean hasNamedKeys() {
    return isLog || holder != Holder.SOURCES && holder != Holder.MODELS;
  }

  Set<String> names() {
    return holder.names;
  }

  private static Set<String> with(Set<String> some, String... more) {
    Set<String> all = new HashSet<>(some);
    all.addAll(Arrays.asList(more));
    return Set.copyOf(all);
  }
}
