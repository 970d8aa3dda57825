package dev.evenhand.dp;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.dense_rank;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.rand;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.evenhand.base.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.StructType;

/**
 * A table's rows after each subject was held to the bounds: at most so many rows in a group, chosen
 * at random, and at most so many groups, likewise. One shuffle and one sort, by subject.
 *
 * <p>A subject's rows are chosen among its own rows alone. The seed is drawn anew for each release;
 * privacy does not rest on its being secret.
 */
final class BoundedRows {
  private static final String SUBJECT = "subject";
  private static final String GROUP = "group_";
  private static final String WHOLE = "whole_";
  private static final String PLACE = "place";
  private static final String CHANCE = "chance";
  private static final String NTH = "nth";

  private BoundedRows() {}

  static Column group(int column) {
    return col(GROUP + column);
  }

  static List<Column> groups(PrivateRequest request) {
    return IntStream.range(0, request.by().size()).mapToObj(BoundedRows::group).toList();
  }

  /** The value of a measure as a whole number. */
  static Column whole(int measure) {
    return col(WHOLE + measure);
  }

  /** 1 for one row of each subject and group. */
  static Column first() {
    return when(col(NTH).equalTo(1), 1L).otherwise(0L);
  }

  static Dataset<Row> of(Dataset<Row> rows, PrivateRequest request, long seed) {
    Dataset<Row> needed = withPublicKeys(needed(rows, request, seed), request);
    if (request.subject().isEmpty()) {
      return needed.withColumn(NTH, lit(1));
    }
    Column[] groups = groups(request).toArray(Column[]::new);
    Column[] place = with(col(PLACE), groups);
    WindowSpec inGroup = Window.partitionBy(with(col(SUBJECT), place)).orderBy(col(CHANCE));
    Dataset<Row> held =
        needed
            .filter(col(SUBJECT).isNotNull())
            .repartition(col(SUBJECT))
            .withColumn(NTH, row_number().over(inGroup))
            .filter(col(NTH).leq(request.bounds().rows()));
    if (groups.length == 0) {
      return held;
    }
    WindowSpec ofSubject = Window.partitionBy(col(SUBJECT)).orderBy(place);
    return held.withColumn("rank", dense_rank().over(ofSubject))
        .filter(col("rank").leq(request.bounds().groups()))
        .drop("rank");
  }

  private static Dataset<Row> needed(Dataset<Row> rows, PrivateRequest request, long seed) {
    List<Column> needed = new ArrayList<>();
    List<Column> hashed = new ArrayList<>(List.of(lit(seed)));
    request
        .subject()
        .ifPresent(
            subject -> {
              needed.add(quoted(subject).as(SUBJECT));
              needed.add(rand(seed).as(CHANCE));
              hashed.add(quoted(subject));
            });
    for (int i = 0; i < request.by().size(); i++) {
      Column group = quoted(request.by().get(i)).cast("string");
      needed.add(group.as(GROUP + i));
      hashed.add(group);
    }
    needed.add(xxhash64(hashed.toArray(Column[]::new)).as(PLACE));
    for (int i = 0; i < request.measures().size(); i++) {
      Measure measure = request.measures().get(i);
      Column number =
          measure.column() == null ? lit(null) : quoted(measure.column()).try_cast("double");
      needed.add(measure.whole(number).as(WHOLE + i));
    }
    return rows.select(needed.toArray(Column[]::new));
  }

  /** Rows of other groups go before groups are chosen, so that none is chosen in vain. */
  private static Dataset<Row> withPublicKeys(Dataset<Row> rows, PrivateRequest request) {
    if (request.publicKeys().isEmpty()) {
      return rows;
    }
    StructType schema = new StructType();
    Column isSame = lit(true);
    for (int i = 0; i < request.by().size(); i++) {
      schema = schema.add("key_" + i, "string");
      isSame = isSame.and(group(i).equalTo(col("key_" + i)));
    }
    List<Row> keys =
        request.publicGroups().stream().map(key -> RowFactory.create(key.toArray())).toList();
    Dataset<Row> named = rows.sparkSession().createDataFrame(keys, schema);
    return rows.join(broadcast(named), isSame, "left_semi");
  }

  private static Column[] with(Column first, Column[] others) {
    return Stream.concat(Stream.of(first), Stream.of(others)).toArray(Column[]::new);
  }

  /** A column whose name may hold dots. */
  static Column quoted(String name) {
    return col(Quoted.name(name));
  }
}
