package dev.evenhand.report;

import dev.evenhand.base.DataProblem;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.table.Runs;
import java.nio.file.Path;
import java.util.List;

/**
 * A lake as a folder of pages: its pipelines, runs, models with their cards, trends of metrics, and
 * what other thresholds would do. The same lake gives the same bytes.
 */
public final class Site {
  private final Lake lake;

  public Site(Lake lake) {
    this.lake = lake;
  }

  /**
   * What was written.
   *
   * @param start the page to open first
   */
  public record Written(Path start, int pipelines, int pages) {}

  /**
   * Writes the site; one that is there is replaced once the new one is complete.
   *
   * @throws DataProblem if the lake has no runs, or the folder holds something else
   */
  public Written write(Path out) {
    SiteFolder folder = SiteFolder.of(out);
    if (!lake.exists(Runs.CONTRACT)) {
      throw noRuns();
    }
    List<PipelineView> pipelines = new PipelineReader(lake).all();
    if (pipelines.isEmpty()) {
      throw noRuns();
    }
    int pages =
        folder.write(
            files -> {
              files.add(SiteFolder.START, Pages.start(pipelines));
              for (PipelineView pipeline : pipelines) {
                new PipelinePages(lake, pipeline).addTo(files);
              }
            });
    return new Written(out.resolve(SiteFolder.START), pipelines.size(), pages);
  }

  private DataProblem noRuns() {
    return new DataProblem(
        "Lake "
            + lake.files().root()
            + " has no runs, so there is nothing to show. Run a pipeline first ('evenhand run'), or"
            + " name the lake's folder with --lake.");
  }
}
