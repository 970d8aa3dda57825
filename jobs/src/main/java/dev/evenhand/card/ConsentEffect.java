package dev.evenhand.card;

import dev.evenhand.lake.table.Measures;
import java.util.Comparator;
import java.util.List;

/**
 * What respecting consent did to the data.
 *
 * @param excluded decisions left out; null if nobody counted
 * @param subjects persons left out; null if nobody counted
 * @param departures by group, the share among the consented less the share among all
 */
record ConsentEffect(
    @Told(absent = "without a ledger") Long excluded,
    @Told(absent = "without a ledger") Long subjects,
    List<Cause> causes,
    List<Figure> departures,
    @Told(absent = "where nothing was proved when it was trained") Proof proof) {
  private static final String SUBJECTS_EXCLUDED = "subjects_excluded_by_consent";

  static ConsentEffect of(Evidence evidence) {
    FigureSet counts =
        evidence.quality().metric(Measures.ROWS_EXCLUDED_BY_CONSENT).dataset(Measures.DECISIONS);
    return new ConsentEffect(
        Cause.total(counts),
        Cause.total(evidence.quality().metric(SUBJECTS_EXCLUDED).dataset(Measures.DECISIONS)),
        Cause.of(counts),
        evidence.quality().metric(Measures.CONSENT_SHARE_CHANGE).groups().stream()
            .sorted(
                Comparator.comparing(Figure::attribute)
                    .thenComparing(Figure::group, GroupOrder.READING))
            .toList(),
        evidence.proof());
  }
}
