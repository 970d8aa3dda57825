package dev.evenhand;

import dev.evenhand.config.Pipeline;
import dev.evenhand.job.Job;
import dev.evenhand.split.SplitJob;
import java.util.List;

/** Every job in run order: the table of contents of the project. */
public final class Jobs {
  private Jobs() {}

  /** The jobs of a run. */
  public static List<Job> of(Pipeline pipeline) {
    return List.of(new SplitJob(pipeline));
  }
}
