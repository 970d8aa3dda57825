package dev.evenhand.ingest;

import dev.evenhand.base.DataProblem;
import dev.evenhand.base.SideBySide;
import dev.evenhand.config.Pipeline;
import dev.evenhand.job.JobContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;

/**
 * All sources of a pipeline, staged side by side: a gzip file keeps only one core busy.
 *
 * <p>If one may not be written, all are taken back, and every problem is told at once.
 */
record Stagings(JobContext context, Pipeline pipeline, Naming naming) {
  private static final int AT_ONCE = 4;

  List<Staged> stage() {
    SparkSession reading = Reading.session(context.spark());
    List<Callable<Outcome>> sources = new ArrayList<>();
    for (String name : pipeline.sources().keySet()) {
      sources.add(() -> outcome(new Origin(name, pipeline, reading)));
    }
    List<Outcome> outcomes = SideBySide.of(AT_ONCE, sources);
    List<Staged> staged = outcomes.stream().flatMap(outcome -> outcome.staged().stream()).toList();
    try {
      List<String> problems = problems(outcomes);
      for (Staged source : staged) {
        source.problem().ifPresent(problem -> problems.addAll(problem.lines()));
      }
      if (!problems.isEmpty()) {
        throw new DataProblem(problems);
      }
      return staged;
    } catch (RuntimeException e) {
      staged.forEach(source -> source.write().abort());
      throw e;
    }
  }

  /** A source that is staged, or has nothing new, or can't be read. */
  private record Outcome(Optional<Staged> staged, Optional<Exception> failure) {}

  private Outcome outcome(Origin origin) {
    try {
      return new Outcome(stage(origin), Optional.empty());
    } catch (Exception e) { // Spark throws checked ones, though its signatures hide them
      Exception failure = ReadFailure.of(e, origin).map(Exception.class::cast).orElse(e);
      return new Outcome(Optional.empty(), Optional.of(failure));
    }
  }

  private Optional<Staged> stage(Origin origin) {
    SparkSession.setActiveSession(origin.reading());
    Selection selection = new Selections(context, origin, SourceReader.open(origin)).select();
    return selection.isNothing()
        ? Optional.empty()
        : Optional.of(new Stager(context, naming).stage(origin, selection));
  }

  /** What the operator can mend; any other failure is thrown. */
  private static List<String> problems(List<Outcome> outcomes) {
    List<String> problems = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      Exception failure = outcome.failure().orElse(null);
      if (failure instanceof DataProblem problem) {
        problems.addAll(problem.lines());
      } else if (failure instanceof RuntimeException unexpected) {
        throw unexpected;
      } else if (failure != null) {
        throw new IllegalStateException(failure);
      }
    }
    return problems;
  }
}
