package dev.evenhand.command;

import dev.evenhand.anonymity.Cuts;
import dev.evenhand.anonymity.QuasiIdentifier;
import dev.evenhand.anonymity.Recoding;
import dev.evenhand.base.DataProblem;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * The cuts of an earlier table that are to be used again.
 *
 * @param folder that was named
 */
record EarlierCuts(String folder, Cuts cuts) {
  /**
   * @throws DataProblem if there are none, or they are over other columns
   */
  static EarlierCuts of(SparkSession spark, String folder, List<String> quasiIdentifiers)
      throws IOException {
    Cuts cuts = TableFiles.cuts(spark, folder);
    List<String> names = cuts.quasiIdentifiers().stream().map(QuasiIdentifier::column).toList();
    if (!names.equals(quasiIdentifiers)) {
      throw new DataProblem(
          "The cuts of "
              + folder
              + " are over "
              + String.join(",", names)
              + ". Give --quasi-identifiers as they were, in the same order.");
    }
    return new EarlierCuts(folder, cuts);
  }

  /** Refuses what cuts that are there already can't follow. */
  static void requireFit(Recoding recoding, List<String> equalGroups) {
    if (recoding == Recoding.LABELS) {
      throw new DataProblem(
          "--reuse writes sets and intervals, --recoding labels can't be had with it. Leave out one.");
    }
    if (!equalGroups.isEmpty()) {
      throw new DataProblem(
          "--protect-small-groups is about how cuts are chosen, those of --reuse are. Leave out one.");
    }
  }
}
