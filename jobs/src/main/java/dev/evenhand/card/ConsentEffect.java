package dev.evenhand.card;

import dev.evenhand.lake.table.Measures;
import java.util.List;

/**
 * What respecting consent did to the data.
 *
 * @param excluded decisions left out; null if nobody counted
 * @param departures by group, the share among the consented less the share among all
 */
record ConsentEffect(Long excluded, List<Cause> causes, List<Figure> departures) {

  static ConsentEffect of(Evidence evidence) {
    FigureSet counts =
        evidence.quality().metric(Measures.ROWS_EXCLUDED_BY_CONSENT).dataset(Measures.DECISIONS);
    return new ConsentEffect(
        Cause.total(counts),
        Cause.of(counts),
        evidence.quality().metric(Measures.CONSENT_SHARE_CHANGE).groups().figures());
  }
}
