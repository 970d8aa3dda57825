package dev.evenhand.split;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.evenhand.base.DataProblem;
import dev.evenhand.config.Split;
import dev.evenhand.lake.table.Splits;
import dev.evenhand.lake.table.UsableDecisions;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Assigns each usable decision to train, validation or test.
 *
 * <p>A subject is never on two sides: a random split draws subjects by a hash of their key and the
 * seed; a split by time takes subjects of the test out of train and says so.
 */
final class SplitAssignment {
  static final String TRAIN = "train";
  static final String VALIDATION = "validation";
  static final String TEST = "test";
  static final String EXCLUDED = "excluded";

  private static final long DRAWS = 1_000_000L;
  private static final String IS_TEST = "is_test";
  private static final String TESTS = "subject_is_tested";

  private SplitAssignment() {}

  /** decision_id, split, reason; a row for each usable decision. */
  static Dataset<Row> of(Dataset<Row> decisions, Split split) {
    Dataset<Row> sides = decisions.withColumn(IS_TEST, isTest(decisions, split));
    Column testsSubject =
        max(col(IS_TEST)).over(Window.partitionBy(UsableDecisions.SUBJECT_KEY.column()));
    Column isLabelled = UsableDecisions.LABEL.column().isNotNull();
    Column name =
        when(isLabelled.unary_$bang(), EXCLUDED)
            .when(col(IS_TEST), TEST)
            .when(col(TESTS), EXCLUDED)
            .when(isValidation(split), VALIDATION)
            .otherwise(TRAIN);
    Column reason =
        when(isLabelled.unary_$bang(), "outcome not known yet")
            .when(col(IS_TEST).unary_$bang().and(col(TESTS)), "subject is in test");
    return sides
        .withColumn(TESTS, testsSubject)
        .select(
            UsableDecisions.DECISION_ID.column(),
            name.as(Splits.SPLIT.name()),
            reason.as(Splits.REASON.name()));
  }

  private static Column isTest(Dataset<Row> decisions, Split split) {
    if (split.test().isPresent()) {
      return draw(split, "test").lt(share(split.test().get().fraction()));
    }
    if (split.testAfter().isPresent()) {
      LocalDate next = split.testAfter().get().plusDays(1);
      return UsableDecisions.DECIDED_AT
          .column()
          .geq(lit(next.atStartOfDay().toInstant(ZoneOffset.UTC)));
    }
    if (split.testLast().isPresent()) {
      return isLast(decisions, split);
    }
    return coalesce(named(split).equalTo(TEST), lit(false));
  }

  /** The split that the source itself names. */
  private static Column named(Split split) {
    String column = split.column().orElseThrow();
    return column.equals(UsableDecisions.SPLIT.name())
        ? UsableDecisions.SPLIT.column()
        : UsableDecisions.CATEGORIES.column().getItem(column);
  }

  /** Rows after the (1 - share) quantile of the order; rows of one moment stay together. */
  private static Column isLast(Dataset<Row> decisions, Split split) {
    Column order = orderColumn(split.order()).cast("double");
    double quantile = 1 - split.testLast().orElseThrow().fraction();
    Row boundary =
        decisions
            .filter(UsableDecisions.LABEL.column().isNotNull())
            .agg(percentile(order, lit(quantile)))
            .head();
    if (boundary.isNullAt(0)) {
      throw new DataProblem(
          "split.test_last: no labelled decision has a value of '"
              + split.order()
              + "' to order by. Check conform.decisions.");
    }
    return coalesce(order.gt(lit(boundary.getDouble(0))), lit(false));
  }

  private static Column orderColumn(String order) {
    return switch (order) {
      case "decided_at" -> UsableDecisions.DECIDED_AT.column().cast("double");
      case "position" -> UsableDecisions.POSITION.column();
      default -> UsableDecisions.NUMBERS.column().getItem(order);
    };
  }

  private static Column isValidation(Split split) {
    Column drawn = draw(split, "validation").lt(share(split.validation().fraction()));
    if (split.column().isEmpty()) {
      return drawn;
    }
    Column named = coalesce(named(split), lit(TRAIN));
    return named.equalTo(VALIDATION).or(named.equalTo(TRAIN).and(drawn));
  }

  /** A number from 0 to 999,999 that depends on subject, seed and purpose only. */
  private static Column draw(Split split, String purpose) {
    Column text =
        concat_ws("|", UsableDecisions.SUBJECT_KEY.column(), lit(purpose), lit(split.seed()));
    return pmod(xxhash64(text), lit(DRAWS));
  }

  private static long share(double fraction) {
    return Math.round(fraction * DRAWS);
  }
}
