package dev.evenhand.rights;

import static org.apache.spark.sql.functions.col;

import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.SubjectBucket;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Whose rows are looked for.
 *
 * @param subjects {@code key}: subject keys, each once
 * @param decisions {@code pipeline}, {@code key}: decisions about them, each once
 * @param buckets where in subject tables their rows lie
 * @param namespaces the kinds of identifiers that the lake knows
 */
record Wanted(
    Dataset<Row> subjects, Dataset<Row> decisions, List<Short> buckets, List<String> namespaces) {

  /**
   * With the decisions and buckets of the subjects.
   *
   * @param decisions finds {@code pipeline} and {@code key} of the decisions about subjects
   */
  static Wanted of(
      Dataset<Row> subjects, UnaryOperator<Dataset<Row>> decisions, List<String> namespaces) {
    Dataset<Row> theirs =
        decisions
            .apply(subjects)
            .select(TableContract.PIPELINE.name(), Footprint.KEY)
            .distinct()
            .localCheckpoint();
    List<Short> buckets =
        subjects
            .select(SubjectBucket.of(col(Footprint.KEY)))
            .distinct()
            .as(Encoders.SHORT())
            .collectAsList()
            .stream()
            .sorted()
            .toList();
    return new Wanted(subjects, theirs, buckets, namespaces);
  }

  String bucketList() {
    return buckets.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
