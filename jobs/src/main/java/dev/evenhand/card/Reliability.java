package dev.evenhand.card;

import dev.evenhand.fairness.Interval;
import dev.evenhand.fairness.Trials;
import dev.evenhand.fairness.Wilson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Whether a score of 0.3 means that 3 of 10 have a positive outcome: the mean score and the share
 * of positive outcomes in bins of scores, of all test decisions and of each group.
 *
 * <p>Bins hold about a tenth of all decisions each; groups share their edges, but bins are joined
 * where a group, or all smaller ones together, have too few decisions: all less the groups that are
 * shown is never about fewer. Intervals are Wilson's, of decisions taken as independent.
 *
 * @param minGroup fewest decisions of a bin; a group with fewer is withheld, and with it the next
 *     smallest if there is no other
 */
record Reliability(@Told(isFilled = true) List<Curve> curves, int minGroup) {
  /** The metric tables' name of a curve's distance from the diagonal. */
  static final String ERROR = "expected_calibration_error";

  private static final int BINS = 10;
  private static final double CONFIDENCE = 0.95;

  /**
   * The bins of one group.
   *
   * @param error expected calibration error over ten equally wide bins
   */
  record Curve(
      @Told(absent = "where it is about all decisions") String attribute,
      @Told(absent = "where it is about all decisions") String group,
      @Told(isFilled = true) List<Bin> bins,
      @Told(absent = "where it was not measured") Figure error) {
    boolean isOverall() {
      return attribute == null;
    }

    /** Whether any bin can be shown. */
    boolean isShown() {
      return bins.stream().anyMatch(Bin::isShown);
    }
  }

  /**
   * Decisions with scores in [from, to).
   *
   * @param observed share of positive outcomes
   */
  record Bin(
      double from,
      double to,
      @Told(absent = "where it is withheld") Long n,
      @Told(absent = "where it is withheld") Double meanScore,
      @Told(absent = "where it is withheld") Double observed,
      @Told(absent = "where it is withheld") Double low,
      @Told(absent = "where it is withheld") Double high) {
    boolean isShown() {
      return n != null;
    }

    /** The observed share with its interval. */
    String text() {
      return Text.percent(observed) + " (" + interval() + ")";
    }

    String interval() {
      return isShown() ? Text.percent(low) + " to " + Text.percent(high) : "";
    }

    String range() {
      return Text.chosen(from) + "\u2013" + Text.chosen(to);
    }
  }

  static Reliability of(Evidence evidence, String candidate, int minGroup) {
    FigureSet errors = evidence.measured().model(candidate).metric(ERROR);
    Map<String, Map<String, List<ScoreCell>>> cells = new TreeMap<>();
    for (ScoreCell cell : evidence.scores()) {
      cells
          .computeIfAbsent(
              Objects.toString(cell.attribute(), ""), key -> new TreeMap<>(GroupOrder.READING))
          .computeIfAbsent(Objects.toString(cell.group(), ""), key -> new ArrayList<>())
          .add(cell);
    }
    List<ScoreCell> all =
        cells.getOrDefault("", Map.of()).values().stream().flatMap(List::stream).toList();
    JoinedBins joined = new JoinedBins(minGroup);
    List<Integer> shared = joined.of(all, starts(all));
    List<Curve> curves = new ArrayList<>();
    cells.forEach(
        (attribute, groups) -> {
          Map<String, List<Integer>> starts = joined.of(groups, shared);
          groups.forEach(
              (group, own) ->
                  curves.add(curve(own, starts.getOrDefault(group, List.of()), errors)));
        });
    return new Reliability(List.copyOf(curves), minGroup);
  }

  /** The attributes by whose groups there are curves. */
  List<String> attributes() {
    return curves.stream().map(Curve::attribute).filter(Objects::nonNull).distinct().toList();
  }

  /** The curves of an attribute's groups; of all decisions for null. */
  List<Curve> curves(String attribute) {
    return curves.stream().filter(each -> Objects.equals(each.attribute(), attribute)).toList();
  }

  /** Whether the calibration errors of an attribute's groups were measured. */
  boolean hasErrors(String attribute) {
    return curves(attribute).stream().anyMatch(curve -> curve.error() != null);
  }

  /** Where bins begin, so that each has a tenth of the decisions or more. */
  private static List<Integer> starts(List<ScoreCell> all) {
    long total = all.stream().mapToLong(ScoreCell::n).sum();
    List<Integer> starts = new ArrayList<>(List.of(0));
    long inBin = 0;
    long left = total;
    for (ScoreCell cell : all) {
      inBin += cell.n();
      left -= cell.n();
      if (inBin * BINS >= total && left * BINS >= total) {
        starts.add(cell.bin() + 1);
        inBin = 0;
      }
    }
    return starts;
  }

  /** Withheld where no bin starts. */
  private static Curve curve(List<ScoreCell> cells, List<Integer> starts, FigureSet errors) {
    List<Bin> bins = new ArrayList<>();
    if (starts.isEmpty()) {
      bins.add(new Bin(0, 1, null, null, null, null, null));
    }
    for (int i = 0; i < starts.size(); i++) {
      int from = starts.get(i);
      int to = i + 1 < starts.size() ? starts.get(i + 1) : ScoreCell.BINS;
      bins.add(
          bin(
              from,
              to,
              cells.stream().filter(cell -> cell.bin() >= from && cell.bin() < to).toList()));
    }
    ScoreCell any = cells.get(0);
    FigureSet own =
        any.isOverall()
            ? errors.where(Figure::isOverall)
            : errors.attribute(any.attribute()).group(any.group());
    Figure error = own.where(figure -> "value".equals(figure.statistic())).first().orElse(null);
    return new Curve(any.attribute(), any.group(), List.copyOf(bins), error);
  }

  private static Bin bin(int from, int to, List<ScoreCell> cells) {
    double start = (double) from / ScoreCell.BINS;
    double end = (double) to / ScoreCell.BINS;
    long n = cells.stream().mapToLong(ScoreCell::n).sum();
    long positives = cells.stream().mapToLong(ScoreCell::positives).sum();
    double scores = cells.stream().mapToDouble(ScoreCell::scores).sum();
    Interval interval = Wilson.interval(new Trials(positives, n), CONFIDENCE);
    return new Bin(
        start, end, n, scores / n, (double) positives / n, interval.low(), interval.high());
  }
}
