package dev.evenhand.fairness;

import java.util.List;
import java.util.Locale;

/**
 * A definition of group fairness: these rates shall be the same in every group. Its difference and
 * ratio are Fairlearn's: 0 or more and at most 1, over all groups. With several rates the plain
 * name is the worst case (Fairlearn's default), and {@code _mean} the mean of the rates'.
 */
public enum Parity {
  /** Equal P(D = 1). */
  DEMOGRAPHIC_PARITY(Rate.SELECTION_RATE),
  /** Equal TPR and FPR. Hardt, Price, Srebro (2016). */
  EQUALIZED_ODDS(Rate.TRUE_POSITIVE_RATE, Rate.FALSE_POSITIVE_RATE),
  /** Equal TPR. Hardt, Price, Srebro (2016). */
  EQUAL_OPPORTUNITY(Rate.TRUE_POSITIVE_RATE),
  /** Equal FPR. Chouldechova (2017). */
  PREDICTIVE_EQUALITY(Rate.FALSE_POSITIVE_RATE),
  /** Equal PPV. Chouldechova (2017). */
  PREDICTIVE_PARITY(Rate.POSITIVE_PREDICTIVE_VALUE),
  /** Equal PPV and NPV: conditional use accuracy equality. Berk et al. (2018). */
  CONDITIONAL_USE_ACCURACY(Rate.POSITIVE_PREDICTIVE_VALUE, Rate.NEGATIVE_PREDICTIVE_VALUE),
  /** Equal P(D != Y). */
  ERROR_RATE_PARITY(Rate.ERROR_RATE);

  private final List<Rate> rates;

  Parity(Rate... rates) {
    this.rates = List.of(rates);
  }

  public List<Rate> rates() {
    return rates;
  }

  public String difference() {
    return name().toLowerCase(Locale.ROOT) + "_difference";
  }

  public String ratio() {
    return name().toLowerCase(Locale.ROOT) + "_ratio";
  }
}
