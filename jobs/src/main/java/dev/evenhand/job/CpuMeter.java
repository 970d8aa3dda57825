package dev.evenhand.job;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Adds up the CPU time of all Spark tasks, in nanoseconds. */
final class CpuMeter extends SparkListener {
  private final AtomicLong nanoseconds = new AtomicLong();

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    if (task.taskMetrics() != null) {
      nanoseconds.addAndGet(task.taskMetrics().executorCpuTime());
    }
  }

  long milliseconds() {
    return nanoseconds.get() / 1_000_000;
  }
}
