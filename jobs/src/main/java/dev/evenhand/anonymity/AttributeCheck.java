package dev.evenhand.anonymity;

import dev.evenhand.base.DataProblem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Refuses attributes that a table has not, or that can't be what they are named as. */
final class AttributeCheck {
  private AttributeCheck() {}

  static void names(List<QuasiIdentifier> quasiIdentifiers, String sensitive) {
    Set<String> names = new HashSet<>();
    for (QuasiIdentifier quasiIdentifier : quasiIdentifiers) {
      if (!names.add(quasiIdentifier.column())) {
        throw new DataProblem(
            "Column '" + quasiIdentifier.column() + "' is named twice as quasi-identifier.");
      }
    }
    if (names.contains(sensitive)) {
      throw new DataProblem(
          "Column '"
              + sensitive
              + "' is both quasi-identifier and sensitive: what is published as it is can't be "
              + "generalized. Make it one of the two.");
    }
  }

  static void mark(List<QuasiIdentifier> quasiIdentifiers, String sensitive, String mark) {
    boolean isOther =
        mark.equals(sensitive)
            || quasiIdentifiers.stream().anyMatch(one -> one.column().equals(mark));
    if (isOther) {
      throw new DataProblem(
          "Column '%s' marks the rows to publish and can't be quasi-identifier or sensitive, too."
              .formatted(mark));
    }
  }

  static void columns(
      Dataset<Row> rows, List<QuasiIdentifier> quasiIdentifiers, List<String> others) {
    List<String> columns = List.of(rows.columns());
    List<String> asked = new ArrayList<>();
    quasiIdentifiers.forEach(quasiIdentifier -> asked.add(quasiIdentifier.column()));
    asked.addAll(others);
    asked.removeAll(columns);
    if (!asked.isEmpty()) {
      throw new DataProblem(
          "The table has no column '"
              + String.join("', '", asked)
              + "'; it has: "
              + String.join(", ", columns)
              + ".");
    }
  }
}
