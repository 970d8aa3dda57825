package dev.evenhand.dp;

import dev.evenhand.base.DataProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.storage.StorageLevel;

/**
 * Differentially private figures of a table that wait to be published.
 *
 * <p>Rows are bounded and added up by Spark, as whole numbers. What comes to the driver are a few
 * exact numbers a group, and nothing shows them: {@link #publish} asks for the cost to be charged
 * and then draws the noise, once.
 */
public final class PrivateRelease {
  private final PrivateRequest request;
  private final PrivatePlan plan;
  private final RandomBits bits;
  private final List<List<GroupTotals>> totals;
  private final List<Long> subjects;
  private boolean isPublished;

  PrivateRelease(
      PrivateRequest request,
      RandomBits bits,
      List<List<GroupTotals>> totals,
      List<Long> subjects) {
    this.request = request;
    this.plan = PrivatePlan.of(request);
    this.bits = bits;
    this.totals = totals;
    this.subjects = subjects;
  }

  /** Bounds and adds up the rows. */
  public static PrivateRelease of(Dataset<Row> rows, PrivateRequest request) {
    return of(rows, request, RandomBits.secure());
  }

  static PrivateRelease of(Dataset<Row> rows, PrivateRequest request, RandomBits bits) {
    requireColumns(rows, request);
    PrivatePlan.of(request); // refuses before work is done
    long seed = bits.next(63);
    Dataset<Row> bounded = BoundedRows.of(rows, request, seed);
    boolean hasBins = request.measures().stream().anyMatch(measure -> measure.bins() > 0);
    if (!hasBins) {
      return new ExactTotals(request, bounded).release(bits);
    }
    bounded.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      return new ExactTotals(request, bounded).release(bits);
    } finally {
      bounded.unpersist();
    }
  }

  private static void requireColumns(Dataset<Row> rows, PrivateRequest request) {
    List<String> names = Arrays.asList(rows.columns());
    List<String> keys = new ArrayList<>(request.by());
    request.subject().ifPresent(keys::add);
    for (String key : keys) {
      requireColumn(names, key);
    }
    for (Measure measure : request.measures()) {
      if (measure.column() != null) {
        requireColumn(names, measure.column());
        StructField field = rows.schema().fields()[names.indexOf(measure.column())];
        boolean isNumber =
            field.dataType() instanceof NumericType
                || field.dataType() instanceof BooleanType
                || field.dataType() instanceof StringType;
        if (!isNumber) {
          throw new DataProblem(
              "Column '%s' is %s; %s needs numbers."
                  .formatted(measure.column(), field.dataType().simpleString(), measure.name()));
        }
      }
    }
  }

  private static void requireColumn(List<String> names, String name) {
    if (!names.contains(name)) {
      throw new DataProblem(
          "The table has no column '" + name + "'. It has " + String.join(", ", names) + ".");
    }
  }

  public PrivacyCost cost() {
    return plan.cost();
  }

  /**
   * Charges the cost, then draws noise and gives the figures, by group.
   *
   * @param charge throws if the cost can't be paid; then nothing is drawn and all stays unpublished
   */
  public synchronized List<PrivateFigure> publish(Consumer<PrivacyCost> charge) {
    if (isPublished) {
      throw new IllegalStateException(
          "published before; drawing noise twice would reveal more than was charged");
    }
    charge.accept(plan.cost());
    isPublished = true;
    return drawn(plan, bits);
  }

  /** The figures by a plan; for tests, as often as they like. */
  List<PrivateFigure> drawn(PrivatePlan by, RandomBits from) {
    List<PrivateFigure> figures = new ArrayList<>();
    for (int group = 0; group < totals.size(); group++) {
      if (by.selection().isEmpty() || by.selection().get().isNamed(subjects.get(group), from)) {
        for (int i = 0; i < request.measures().size(); i++) {
          Measure measure = request.measures().get(i);
          figures.addAll(measure.figures(totals.get(group).get(i), by.noises().get(i), from));
        }
      }
    }
    return figures;
  }

  PrivatePlan plan() {
    return plan;
  }

  List<List<GroupTotals>> totals() {
    return totals;
  }
}
