package dev.evenhand.fairness;

import java.util.Locale;

/**
 * A share of rows: weight in one set of cells over weight in a larger set. Unit: share in [0, 1].
 *
 * <p>Y is the label, D the decision (prediction). Source of the names: Barocas, Hardt, Narayanan
 * (2023), ch. 3; Fairlearn and AIF360 use the same formulas. With weights, sums of weights.
 * Undefined if the denominator is empty; scikit-learn says 0 ({@link Undefined#AS_FAIRLEARN}).
 * Interval: Wilson's, on Kish's effective number of rows where there are weights, and on the
 * jackknife's where subjects have several rows.
 */
public enum Rate implements GroupMetric {
  /** P(D = 1). */
  SELECTION_RATE(0b1010, 0b1111),
  /** P(Y = 1). */
  BASE_RATE(0b1100, 0b1111),
  /** P(D = 1 | Y = 1): recall, sensitivity. */
  TRUE_POSITIVE_RATE(0b1000, 0b1100),
  /** P(D = 1 | Y = 0). */
  FALSE_POSITIVE_RATE(0b0010, 0b0011),
  /** P(D = 0 | Y = 0): specificity. */
  TRUE_NEGATIVE_RATE(0b0001, 0b0011),
  /** P(D = 0 | Y = 1). */
  FALSE_NEGATIVE_RATE(0b0100, 0b1100),
  /** P(Y = 1 | D = 1): precision. */
  POSITIVE_PREDICTIVE_VALUE(0b1000, 0b1010),
  /** P(Y = 0 | D = 0). */
  NEGATIVE_PREDICTIVE_VALUE(0b0001, 0b0101),
  /** P(Y = 0 | D = 1). */
  FALSE_DISCOVERY_RATE(0b0010, 0b1010),
  /** P(Y = 1 | D = 0). */
  FALSE_OMISSION_RATE(0b0100, 0b0101),
  /** P(D = Y). */
  ACCURACY(0b1001, 0b1111),
  /** P(D != Y). */
  ERROR_RATE(0b0110, 0b1111),
  /** The positive predictive value under the name that scikit-learn uses. */
  PRECISION(0b1000, 0b1010),
  /** The true positive rate under the name that scikit-learn uses. */
  RECALL(0b1000, 0b1100);

  // Masks over the cells 2 Y + D, lowest bit first: TN, FP, FN, TP.
  private static final String JACKKNIFE = "wilson-jackknife";
  static final int ALL = 0b1111;
  static final int POSITIVES = 0b1100;
  static final int NEGATIVES = 0b0011;
  static final int SELECTED = 0b1010;

  private final int over;
  private final int under;

  Rate(int over, int under) {
    this.over = over;
    this.under = under;
  }

  @Override
  public String metric() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean needsScore() {
    return false;
  }

  @Override
  public Measured of(Slice slice, Undefined undefined) {
    double weight = slice.tally().weightIn(under);
    if (weight == 0 && undefined == Undefined.AS_FAIRLEARN) {
      return Measured.of(0);
    }
    return Measured.quotient(slice.tally().weightIn(over), weight, emptyReason());
  }

  @Override
  public Interval interval(Slice slice, double confidence) {
    Trials trials = trials(slice);
    Interval wilson = trials.isEmpty() ? null : Wilson.interval(trials, confidence);
    return wilson == null || slice.blocks() == null
        ? wilson
        : new Interval(wilson.low(), wilson.high(), JACKKNIFE);
  }

  @Override
  public boolean isDrawn(Slice overall) {
    return true;
  }

  @Override
  public double standardError(Slice slice) {
    Trials trials = trials(slice);
    return Math.sqrt(trials.share() * (1 - trials.share()) / trials.n());
  }

  /** Successes among effective trials. */
  Trials trials(Slice slice) {
    Tally tally = slice.tally();
    Trials ofRows =
        Trials.of(tally.weightIn(over), tally.weightIn(under), tally.squaredWeightIn(under));
    return slice.blocks() == null || ofRows.isEmpty() ? ofRows : ofSubjects(ofRows, slice);
  }

  /**
   * As many trials as have the jackknife's variance, fewer where it is itself uncertain (Korn,
   * Graubard 1998). A share of 0 or 1 has none: then there are no more trials than blocks.
   */
  private Trials ofSubjects(Trials ofRows, Slice slice) {
    double share = ofRows.share();
    int blocks = slice.blocks().occupied(under);
    double error = slice.blocks().standardError(this);
    if (blocks < 2 || !(error > 0)) {
      return ofRows.as(Math.min(ofRows.n(), blocks));
    }
    double certainty =
        Normal.critical(AuditOptions.CONFIDENCE)
            / Normal.critical(AuditOptions.CONFIDENCE, blocks - 1);
    return ofRows.as(share * (1 - share) / (error * error) * certainty * certainty);
  }

  private String emptyReason() {
    return switch (under) {
      case POSITIVES -> "no positive labels";
      case NEGATIVES -> "no negative labels";
      case SELECTED -> "nobody is selected";
      case ALL -> "no weight";
      default -> "everybody is selected";
    };
  }
}
