package dev.evenhand.ingest;

import dev.evenhand.base.SideBySide;
import dev.evenhand.config.Pipeline;
import dev.evenhand.job.Job;
import dev.evenhand.job.JobContext;
import dev.evenhand.job.RowCounts;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Bronze;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.Identities;
import dev.evenhand.lake.table.Quarantine;
import dev.evenhand.lake.table.SeenFiles;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.pseudonym.Pseudonyms;
import java.util.ArrayList;
import java.util.List;
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
    List<Staged> sources = new Stagings(context, pipeline, pseudonyms).stage();
    Books books = new Books(context, sources);
    IdentityBook identities = new IdentityBook(context, pseudonyms, keys.keyset().version());
    AtomicReference<IdentityBook.Draft> draft = new AtomicReference<>(IdentityBook.Draft.EMPTY);
    SideBySide.run(
        List.of(() -> books.commit(pseudonyms), () -> draft.set(identities.draft(sources))));
    SideBySide.run(List.of(books::writeFigures, () -> identities.add(draft.get(), sources)));
    books.rememberFiles();
    return books.counts();
  }
}
