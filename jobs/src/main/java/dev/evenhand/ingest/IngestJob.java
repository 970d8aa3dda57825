package dev.evenhand.ingest;

import dev.evenhand.base.SideBySide;
import dev.evenhand.config.Pipeline;
import dev.evenhand.job.Job;
import dev.evenhand.job.JobContext;
import dev.evenhand.job.RowCounts;
import dev.evenhand.lake.StagedWrite;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Bronze;
import dev.evenhand.lake.table.FigureRow;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.Identities;
import dev.evenhand.lake.table.Quarantine;
import dev.evenhand.lake.table.SeenFiles;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.pseudonym.Pseudonyms;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sources to bronze: every row accepted or in quarantine, and nothing written unless all sources
 * may be.
 */
public record IngestJob(Pipeline pipeline, Keys keys) implements Job {
  @Override
  public String name() {
    return "ingest";
  }

  @Override
  public List<TableContract> reads() {
    return List.of();
  }

  @Override
  public List<TableContract> writes() {
    List<TableContract> tables = new ArrayList<>();
    pipeline.sources().keySet().forEach(name -> tables.add(Bronze.contract(name, List.of())));
    tables.addAll(
        List.of(Quarantine.CONTRACT, SeenFiles.CONTRACT, Identities.CONTRACT, Figures.QUALITY));
    return tables;
  }

  @Override
  public RowCounts run(JobContext context) {
    Pseudonyms pseudonyms = new Pseudonyms(keys);
    try (EarlierSubjects earlier = EarlierSubjects.of(context, keys, pseudonyms)) {
      return load(context, new Naming(pseudonyms, keys.keyset().version(), earlier));
    }
  }

  private RowCounts load(JobContext context, Naming naming) {
    List<Staged> sources = new Stagings(context, pipeline, naming).stage();
    Books books = new Books(context, sources);
    IdentityBook identities = new IdentityBook(context, naming);
    List<SecondReading> readings =
        sources.stream().map(source -> SecondReading.of(source, identities)).toList();
    try {
      write(books, identities, readings);
    } finally {
      readings.forEach(SecondReading::close);
    }
    return books.counts();
  }

  private static void write(Books books, IdentityBook identities, List<SecondReading> readings) {
    AtomicReference<Optional<StagedWrite>> quarantine = new AtomicReference<>(Optional.empty());
    AtomicReference<Optional<StagedWrite>> subjects = new AtomicReference<>(Optional.empty());
    AtomicReference<List<FigureRow>> figures = new AtomicReference<>(List.of());
    List<Runnable> first = new ArrayList<>();
    readings.forEach(reading -> first.add(reading::keep));
    first.add(() -> quarantine.set(books.quarantined(readings)));
    first.add(() -> subjects.set(identities.staged(readings)));
    first.add(() -> figures.set(books.figures(readings)));
    boolean isStaged = false;
    try {
      SideBySide.run(first);
      isStaged = true;
    } finally {
      if (!isStaged) {
        quarantine.get().ifPresent(StagedWrite::abort);
        subjects.get().ifPresent(StagedWrite::abort);
        books.abort();
      }
    }
    SideBySide.run(
        List.of(
            () -> books.commit(quarantine.get()),
            () -> subjects.get().ifPresent(IdentityBook::commit),
            () -> books.writeFigures(figures.get())));
    identities.addLanded(readings);
    books.rememberFiles();
  }
}
