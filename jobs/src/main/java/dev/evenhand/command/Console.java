package dev.evenhand.command;

import dev.evenhand.job.Job;
import dev.evenhand.job.Progress;
import dev.evenhand.job.RowCounts;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.sql.SparkSession;

/** One line a step; on a terminal a bar for the step that runs. */
final class Console implements Progress, AutoCloseable {
  private static final int BAR = 24;
  private static final long REFRESH_MS = 300;

  private final PrintStream out;
  private final SparkSession spark;
  private final boolean isTerminal;
  private volatile String running;
  private Thread painter;

  Console(PrintStream out, SparkSession spark) {
    this.out = out;
    this.spark = spark;
    this.isTerminal = System.console() != null && System.getenv("TERM") != null;
  }

  @Override
  public void say(String line) {
    clear();
    out.println(line);
  }

  @Override
  public void started(Job job, int number, int of) {
    running = String.format(Locale.ROOT, "  %-10s", job.name());
    if (isTerminal && painter == null) {
      painter = new Thread(this::paint, "evenhand-progress");
      painter.setDaemon(true);
      painter.start();
    }
  }

  @Override
  public void done(Job job, RowCounts rows, Duration duration) {
    running = null;
    clear();
    out.printf(
        Locale.ROOT,
        "  %-10s %,11d rows in %,11d out %6.1f s%s%n",
        job.name(),
        rows.rowsIn(),
        rows.rowsOut(),
        duration.toMillis() / 1000.0,
        rows.note().isEmpty() ? "" : "   " + rows.note());
  }

  @Override
  public void skipped(Job job) {
    clear();
    out.printf(Locale.ROOT, "  %-10s done before%n", job.name());
  }

  private void paint() {
    while (!Thread.currentThread().isInterrupted()) {
      String step = running;
      if (step != null) {
        out.print("\r" + step + " " + bar());
        out.flush();
      }
      try {
        Thread.sleep(REFRESH_MS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private String bar() {
    int done = 0;
    int all = 0;
    var tracker = spark.sparkContext().statusTracker();
    for (int stage : tracker.getActiveStageIds()) {
      SparkStageInfo info = tracker.getStageInfo(stage).getOrElse(() -> null);
      if (info != null) {
        done += info.numCompletedTasks();
        all += info.numTasks();
      }
    }
    int filled = all == 0 ? 0 : BAR * done / all;
    return "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "]";
  }

  private void clear() {
    if (isTerminal) {
      out.print("\r" + " ".repeat(BAR + 20) + "\r");
    }
  }

  @Override
  public void close() {
    if (painter != null) {
      painter.interrupt();
    }
    clear();
  }
}
