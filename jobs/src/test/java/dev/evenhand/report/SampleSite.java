package dev.evenhand.report;

import dev.evenhand.support.SamplePipeline;
import dev.evenhand.support.Spark;
import java.nio.file.Path;
import java.util.List;

/** The site of the sample lake, as files. */
final class SampleSite {
  private static Path home;

  private SampleSite() {}

  /** Made once for all tests. */
  static synchronized Path home() {
    if (home == null) {
      Path folder = Spark.temporary("site").resolve("site");
      new Site(SampleLake.get()).write(folder);
      home = folder;
    }
    return home;
  }

  static Path pipeline() {
    return home().resolve(SamplePipeline.NAME);
  }

  static Path whatIf() {
    return pipeline().resolve("what-if.html");
  }

  /** One page of each kind. */
  static List<Path> kinds() {
    return List.of(
        home().resolve("index.html"),
        pipeline().resolve("index.html"),
        pipeline().resolve("trends.html"),
        whatIf(),
        pipeline().resolve("runs/" + SampleLake.NEWEST + ".html"),
        pipeline().resolve("cards/" + SampleLake.NEWEST + ".html"));
  }
}
