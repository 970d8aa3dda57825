package dev.evenhand.support;

import dev.evenhand.job.JobContext;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.TableContract;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** An empty lake in a temporary folder, with one run that writes to it. */
public record TestLake(Lake lake, RunScope scope) {
  public static final Instant AS_OF = Instant.parse("2026-03-01T00:00:00Z");

  public static TestLake of(String pipeline) {
    Lake lake = new Lake(Spark.session(), Spark.temporary("lake").toString());
    return new TestLake(lake, new RunScope(pipeline, "r20260301T000000000"));
  }

  /** Another run in the same lake. */
  public TestLake run(String runId) {
    return new TestLake(lake, new RunScope(scope.pipeline(), runId));
  }

  public JobContext context() {
    return new JobContext(Spark.session(), lake, scope, AS_OF, 17);
  }

  /**
   * Writes rows whose values stand in the contract's order, without pipeline and run; the last ones
   * may be left out and are null.
   */
  public void write(TableContract contract, List<Row> rows) {
    StructField[] given = contract.columns().fields();
    int length = rows.stream().mapToInt(Row::size).max().orElse(given.length);
    StructType columns = new StructType(Arrays.copyOf(given, Math.min(length, given.length)));
    lake.replaceRun(contract, Spark.session().createDataFrame(rows, columns), scope);
  }

  /** Writes n rows of constants, each column by its Spark SQL; {@code id} is the row's number. */
  public void write(TableContract contract, long n, String... columns) {
    lake.replaceRun(contract, Spark.session().range(n).selectExpr(columns), scope);
  }

  /** Writes a row of constants to a table that only grows. */
  public void append(TableContract contract, String... columns) {
    lake.append(contract, Spark.session().range(1).selectExpr(columns), scope);
  }

  public void figures(TableContract contract, FigureRow... figures) {
    lake.replaceRun(contract, FigureRow.rows(List.of(figures)), scope);
  }
}
