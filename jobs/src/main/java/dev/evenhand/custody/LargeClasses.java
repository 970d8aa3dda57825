package dev.evenhand.custody;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import dev.evenhand.base.DataProblem;
import dev.evenhand.base.Quoted;
import dev.evenhand.lake.table.Subjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.StructField;

/**
 * The rows whose values, names aside, at least k subjects share: k-anonymous by suppression. Values
 * are taken as they are; who wants fewer rows suppressed selects coarser ones.
 */
final class LargeClasses {
  private static final String CLASS = "_class";
  private static final String SUBJECTS = "_subjects";

  private LargeClasses() {}

  static Dataset<Row> of(Dataset<Row> rows, int k) {
    String subject = Subjects.SUBJECT_KEY.name();
    if (!List.of(rows.columns()).contains(subject)) {
      throw new DataProblem(
          "export: with --k the rows need subject_key, which tells how many persons share values. Select it.");
    }
    List<Column> values = new ArrayList<>();
    for (StructField field : rows.schema().fields()) {
      if (!(field.dataType() instanceof AtomicType)) {
        throw new DataProblem(
            "export: with --k columns are plain values; %s is %s. Select attributes out of it."
                .formatted(field.name(), field.dataType().sql()));
      }
      if (!ExportedTable.isName(field.name())) {
        values.add(col(Quoted.name(field.name())));
      }
    }
    if (values.isEmpty()) {
      return rows;
    }
    Column tuple =
        to_json(struct(values.toArray(Column[]::new)), Map.of("ignoreNullFields", "false"));
    Dataset<Row> classified = rows.withColumn(CLASS, tuple);
    Dataset<Row> large =
        classified
            .groupBy(col(CLASS))
            .agg(countDistinct(col(subject)).as(SUBJECTS))
            .filter(col(SUBJECTS).geq(k))
            .select(col(CLASS));
    return classified.join(large, CLASS, "left_semi").drop(CLASS);
  }
}
