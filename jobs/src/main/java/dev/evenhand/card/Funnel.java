package dev.evenhand.card;

import dev.evenhand.lake.table.Decisions;
import dev.evenhand.lake.table.Measures;
import dev.evenhand.lake.table.Splits;
import dev.evenhand.lake.table.TrainingSet;
import dev.evenhand.lake.table.UsableDecisions;
import java.util.ArrayList;
import java.util.List;

/** How many rows came in, and what became of each until a model was trained. */
record Funnel(
    @Told(isFilled = true) List<SourceRows> sources, @Told(isFilled = true) List<Stage> decisions) {
  private static final String EXCLUDED = "excluded";

  /** A source's books: rows in = accepted + quarantined. */
  record SourceRows(
      String source, Long rowsIn, Long accepted, Long quarantined, List<Cause> causes) {}

  /** A count on the way to the training set. */
  record Stage(String label, Kind kind, long rows) {
    /** What is left out carries a minus. */
    String text() {
      return (kind == Kind.LEFT_OUT ? "\u2212" : "") + Text.count(rows);
    }

    double share(long whole) {
      return whole == 0 ? 0 : (double) rows / whole;
    }

    /** Length of the stage's bar in percent of the whole. */
    double width(long whole) {
      return Math.min(100, 100 * share(whole));
    }
  }

  /** What a stage does to the rows before it. */
  enum Kind {
    REMAIN,
    LEFT_OUT,
    PUT_ASIDE
  }

  static Funnel of(Evidence evidence) {
    return new Funnel(sources(evidence.quality()), stages(evidence));
  }

  /** Decisions at the start. */
  long whole() {
    return decisions.isEmpty() ? 0 : decisions.get(0).rows();
  }

  long trainingRows() {
    return decisions.isEmpty() ? 0 : decisions.get(decisions.size() - 1).rows();
  }

  private static List<SourceRows> sources(FigureSet quality) {
    return quality.metric(Measures.ROWS_IN).stream()
        .map(Figure::dataset)
        .filter(name -> name != null && !name.equals(Measures.DECISIONS))
        .filter(name -> !name.equals(Measures.TRUTH))
        .distinct()
        .sorted()
        .map(name -> source(name, quality.dataset(name)))
        .toList();
  }

  private static SourceRows source(String name, FigureSet counts) {
    FigureSet quarantined = counts.metric(Measures.ROWS_QUARANTINED);
    return new SourceRows(
        name,
        Cause.total(counts.metric(Measures.ROWS_IN)),
        Cause.total(counts.metric(Measures.ROWS_ACCEPTED)),
        Cause.total(quarantined),
        Cause.of(quarantined));
  }

  private static List<Stage> stages(Evidence evidence) {
    Long all = evidence.rows(Decisions.CONTRACT.name());
    Long usable = evidence.rows(UsableDecisions.CONTRACT.name());
    Long training = evidence.rows(TrainingSet.CONTRACT.name());
    if (all == null || usable == null || training == null) {
      return List.of();
    }
    Long withoutConsent = ConsentEffect.of(evidence).excluded();
    long excluded = withoutConsent == null ? 0 : withoutConsent;
    List<Stage> stages = new ArrayList<>();
    stages.add(new Stage("Decisions in the data", Kind.REMAIN, all));
    leftOut(stages, "No consent on record", excluded);
    leftOut(stages, "Not known at the as-of moment", all - excluded - usable);
    stages.add(new Stage("Usable decisions", Kind.REMAIN, usable));
    split(stages, evidence);
    long train = evidence.counts().stream().filter(Funnel::isTrain).mapToLong(RowCount::rows).sum();
    leftOut(stages, "Suppressed to reach anonymity", train - training);
    stages.add(new Stage("Training rows", Kind.REMAIN, training));
    return List.copyOf(stages);
  }

  private static void split(List<Stage> stages, Evidence evidence) {
    List<RowCount> splits =
        evidence.counts().stream()
            .filter(count -> count.table().equals(Splits.CONTRACT.name()))
            .toList();
    for (RowCount count : splits) {
      if (count.split().equals(EXCLUDED)) {
        String reason = count.reason() == null ? "no reason given" : count.reason();
        leftOut(stages, "Left out of the split: " + reason, count.rows());
      }
    }
    for (RowCount count : splits) {
      if (!count.split().equals(EXCLUDED) && !isTrain(count)) {
        stages.add(new Stage("Held back: " + count.split(), Kind.PUT_ASIDE, count.rows()));
      }
    }
  }

  private static void leftOut(List<Stage> stages, String label, long rows) {
    if (rows > 0) {
      stages.add(new Stage(label, Kind.LEFT_OUT, rows));
    }
  }

  private static boolean isTrain(RowCount count) {
    return count.table().equals(Splits.CONTRACT.name()) && "train".equals(count.split());
  }
}
