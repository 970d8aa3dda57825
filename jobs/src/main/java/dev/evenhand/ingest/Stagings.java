package dev.evenhand.ingest;

import dev.evenhand.base.DataProblem;
import dev.evenhand.config.Pipeline;
import dev.evenhand.job.JobContext;
import dev.evenhand.pseudonym.Pseudonyms;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.SparkSession;

/**
 * All sources of a pipeline, staged side by side: a gzip file keeps only one core busy.
 *
 * <p>If one may not be written, all are taken back, and every problem is told at once.
 */
record Stagings(JobContext context, Pipeline pipeline, Pseudonyms pseudonyms) {
  private static final int AT_ONCE = 4;

  List<Staged> stage() {
    SparkSession reading = Reading.session(context.spark());
    List<Staged> staged = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    try {
      for (Future<Optional<Staged>> each : started(reading)) {
        collect(each, staged, problems);
      }
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

  private List<Future<Optional<Staged>>> started(SparkSession reading) {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    List<Callable<Optional<Staged>>> tasks = new ArrayList<>();
    for (String name : pipeline.sources().keySet()) {
      tasks.add(() -> stage(new Origin(name, pipeline, reading)));
    }
    try {
      return threads.invokeAll(tasks);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading sources", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private Optional<Staged> stage(Origin origin) throws Exception {
    SparkSession.setActiveSession(origin.reading());
    try {
      Selection selection = new Selections(context, origin, SourceReader.open(origin)).select();
      return selection.isNothing()
          ? Optional.empty()
          : Optional.of(new Stager(context, pseudonyms).stage(origin, selection));
    } catch (Exception e) { // Spark throws checked ones, though its signatures hide them
      throw ReadFailure.of(e, origin).map(Exception.class::cast).orElse(e);
    }
  }

  private static void collect(
      Future<Optional<Staged>> future, List<Staged> staged, List<String> problems) {
    try {
      future.get().ifPresent(staged::add);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading sources", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof DataProblem problem) {
        problems.addAll(problem.lines());
      } else if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      } else {
        throw new IllegalStateException(e.getCause());
      }
    }
  }
}
