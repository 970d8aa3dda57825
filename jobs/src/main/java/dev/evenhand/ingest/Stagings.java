package dev.evenhand.ingest;

import dev.evenhand.base.DataProblem;
import dev.evenhand.base.SideBySide;
import dev.evenhand.config.Pipeline;
import dev.evenhand.job.JobContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    List<Callable<Outcome<SourceReader>>> openings = new ArrayList<>();
    for (String name : pipeline.sources().keySet()) {
      Origin origin = new Origin(name, pipeline, reading);
      openings.add(() -> outcome(origin, () -> Optional.of(open(origin))));
    }
    List<Outcome<SourceReader>> opened = SideBySide.of(AT_ONCE, openings);
    UsedColumns used = used(opened);
    List<Callable<Outcome<Staged>>> sources = new ArrayList<>();
    int at = 0;
    for (String name : pipeline.sources().keySet()) {
      Origin origin = new Origin(name, pipeline, reading);
      Optional<SourceReader> reader = opened.get(at++).made();
      reader.ifPresent(each -> sources.add(() -> outcome(origin, () -> stage(origin, each, used))));
    }
    List<Outcome<Staged>> outcomes = SideBySide.of(AT_ONCE, sources);
    List<Staged> staged = outcomes.stream().flatMap(outcome -> outcome.made().stream()).toList();
    try {
      List<String> problems = problems(opened);
      problems.addAll(problems(outcomes));
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

  /** What was made of a source, if there was something to make; or why it can't be read. */
  private record Outcome<T>(Optional<T> made, Optional<Exception> failure) {}

  private static <T> Outcome<T> outcome(Origin origin, Callable<Optional<T>> work) {
    try {
      return new Outcome<>(work.call(), Optional.empty());
    } catch (Exception e) { // Spark throws checked ones, though its signatures hide them
      Exception failure = ReadFailure.of(e, origin).map(Exception.class::cast).orElse(e);
      return new Outcome<>(Optional.empty(), Optional.of(failure));
    }
  }

  private static SourceReader open(Origin origin) {
    SparkSession.setActiveSession(origin.reading());
    return SourceReader.open(origin);
  }

  /** If a source can't be read nothing lands, and it does not matter what would. */
  private UsedColumns used(List<Outcome<SourceReader>> opened) {
    Map<String, SourceSchema> schemas = new LinkedHashMap<>();
    int at = 0;
    for (String name : pipeline.sources().keySet()) {
      opened.get(at++).made().ifPresent(reader -> schemas.put(name, reader.schema()));
    }
    return schemas.size() == opened.size()
        ? UsedColumns.of(context.spark(), pipeline, schemas)
        : UsedColumns.ALL;
  }

  private Optional<Staged> stage(Origin origin, SourceReader reader, UsedColumns used) {
    SparkSession.setActiveSession(origin.reading());
    Selection selection = new Selections(context, origin, reader).select();
    return selection.isNothing()
        ? Optional.empty()
        : Optional.of(new Stager(context, naming, used).stage(origin, selection));
  }

  /** What the operator can mend; any other failure is thrown. */
  private static <T> List<String> problems(List<Outcome<T>> outcomes) {
    List<String> problems = new ArrayList<>();
    for (Outcome<T> outcome : outcomes) {
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
