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
  static final Set<String> NAMES =
      Set.of(
          TableContract.PIPELINE.name(),
          TableContract.RUN_ID.name(),
          Bronze.FILE.name(),
          Explanations.REASONS.name(),
          Explanations.REASON_CODES.name());

  /** In figures more do; {@code slots} are the features of a model. */
  static final Set<String> NAMES_IN_FIGURES =
      with(
          NAMES,
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

  private static final Set<String> OF_FIGURES = Set.of("metrics", "govern", "cards");

  /** Whose words the texts may be. */
  enum Holder {
    ROWS,
    FIGURES,
    MODELS
  }

  static FileKind of(String root, String file) {
    String inLake = file.startsWith(root + "/") ? file.substring(root.length() + 1) : file;
    String first = inLake.substring(0, Math.max(0, inLake.indexOf('/')));
    Holder holder =
        OF_FIGURES.contains(first)
            ? Holder.FIGURES
            : first.equals("models") ? Holder.MODELS : Holder.ROWS;
    boolean isLog = inLake.contains("/_delta_log/");
    boolean isDocument = holder == Holder.FIGURES && inLake.endsWith(".json");
    return new FileKind(holder, isLog, isLog || isDocument || holder == Holder.MODELS);
  }

  /** Whether its Parquet columns are searched page by page; else cell by cell. */
  boolean isOfRows() {
    return holder == Holder.ROWS && !isLog;
  }

  Set<String> names() {
    return switch (holder) {
      case ROWS -> NAMES;
      case FIGURES -> NAMES_IN_FIGURES;
      case MODELS -> Set.of();
    };
  }

  private static Set<String> with(Set<String> some, String... more) {
    Set<String> all = new HashSet<>(some);
    all.addAll(Arrays.asList(more));
    return Set.copyOf(all);
  }
}
