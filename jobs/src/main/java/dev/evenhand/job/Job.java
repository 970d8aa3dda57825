package dev.evenhand.job;

import dev.evenhand.lake.TableContract;
import java.util.List;

/** One step of a run: reads tables, writes tables, and hands nothing on in memory. */
public interface Job {
  /** The step's name, as in {@code --from} and in {@code govern.runs}. */
  String name();

  /** The tables it reads; every one is a source's or written by an earlier job. */
  List<TableContract> reads();

  List<TableContract> writes();

  /** Does the step. Running it again with the same context changes nothing. */
  RowCounts run(JobContext context);
}
