package dev.evenhand.job;

import java.time.Duration;

/** Who is told how a run goes: the console, or nobody. */
public interface Progress {
  /** A line about the run as a whole. */
  void say(String line);

  void started(Job job, int number, int of);

  void done(Job job, RowCounts rows, Duration duration);

  void skipped(Job job);

  /** Tells nobody. */
  static Progress silent() {
    return new Progress() {
      @Override
      public void say(String line) {}

      @Override
      public void started(Job job, int number, int of) {}

      @Override
      public void done(Job job, RowCounts rows, Duration duration) {}

      @Override
      public void skipped(Job job) {}
    };
  }
}
