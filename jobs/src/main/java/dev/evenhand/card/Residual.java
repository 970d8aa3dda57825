package dev.evenhand.card;

import dev.evenhand.config.Pipeline;
import dev.evenhand.config.Privacy;
import dev.evenhand.lake.table.Measures;
import java.util.List;

/**
 * How likely a person of the training set can still be singled out.
 *
 * @param population rows of the world that the training rows are a sample of
 * @param figures about all training rows, in the order of {@link #METRICS}
 */
record Residual(
    @Told(absent = "where the file does not say it") Long population,
    @Told(isFilled = true) List<Figure> figures) {
  static final List<String> METRICS =
      List.of(
          Measures.UNIQUE_FEATURES,
          Measures.POPULATION_UNIQUE,
          Measures.UNIQUE_QUASI,
          Measures.HIGHEST_RISK,
          Measures.AVERAGE_RISK);

  /** Why figures have no value. */
  List<String> reasons() {
    return Figure.reasons(figures.stream());
  }

  static Residual of(Pipeline pipeline, Evidence evidence) {
    FigureSet all = evidence.privacy().where(Figure::isOverall);
    return new Residual(
        pipeline.privacy().flatMap(Privacy::population).orElse(null),
        METRICS.stream().flatMap(metric -> all.metric(metric).stream()).toList());
  }
}
