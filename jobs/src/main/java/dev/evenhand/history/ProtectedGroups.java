package dev.evenhand.history;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;

import dev.evenhand.lake.table.Decisions;
import dev.evenhand.lake.table.ProtectedAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The protected groups that the subject of a decision belonged to when it was made. */
public final class ProtectedGroups {
  /** The group of a subject whose attribute is not known. */
  public static final String UNKNOWN = "unknown";

  private static final String IN_FORCE = "attributes_in_force";

  private ProtectedGroups() {}

  /**
   * One row a decision: {@code decision_id} and a STRING column for each attribute, {@value
   * #UNKNOWN} where nothing was known by then.
   *
   * @param decisions with decision_id, subject_key, decided_at
   * @param history silver.protected of the pipeline
   */
  public static Dataset<Row> at(
      Dataset<Row> decisions, Dataset<Row> history, List<String> attributes) {
    Dataset<Row> moments =
        decisions.select(
            Decisions.DECISION_ID.column(),
            Decisions.SUBJECT_KEY.column(),
            Decisions.DECIDED_AT.column());
    Dataset<Row> values =
        history.select(
            ProtectedAttributes.SUBJECT_KEY.column().as("known_subject"),
            ProtectedAttributes.VALID_FROM.column(),
            ProtectedAttributes.ATTRIBUTES.column());
    Column isKnownThen =
        moments
            .col(Decisions.SUBJECT_KEY.name())
            .equalTo(values.col("known_subject"))
            .and(
                values
                    .col(ProtectedAttributes.VALID_FROM.name())
                    .leq(moments.col(Decisions.DECIDED_AT.name())));
    Dataset<Row> inForce =
        moments
            .join(values, isKnownThen, "left_outer")
            .groupBy(Decisions.DECISION_ID.column())
            .agg(
                max_by(
                        ProtectedAttributes.ATTRIBUTES.column(),
                        ProtectedAttributes.VALID_FROM.column())
                    .as(IN_FORCE));
    Column[] columns =
        Stream.concat(
                Stream.of(Decisions.DECISION_ID.column()),
                attributes.stream().map(ProtectedGroups::group))
            .toArray(Column[]::new);
    return inForce.select(columns);
  }

  private static Column group(String attribute) {
    Column value = element_at(org.apache.spark.sql.functions.col(IN_FORCE), attribute);
    return coalesce(value, lit(UNKNOWN)).as(attribute);
  }
}
