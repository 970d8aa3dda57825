package dev.evenhand.fairness;

/**
 * One figure in the long form of the metrics tables.
 *
 * @param attribute protected attribute, or a canonical JSON array of several; null for all rows
 * @param groupValue value of the attribute, a JSON array of values, or {"not": value}
 * @param control control attribute and its value as a JSON object; null if there is none
 * @param reference what a disparity is measured against
 * @param metric name of the metric
 * @param statistic value, or how values of groups were compared
 * @param value null unless the status is ok; never NaN or infinite
 * @param ciLow lower end of the interval, null if there is none
 * @param pValue of the test that there is no gap, null if none was made
 * @param qValue its Benjamini-Hochberg q-value over all gaps of the audit
 * @param n rows that it is made of; null if withheld
 * @param weight sum of their weights
 * @param reason why there is no value
 */
public record Figure(
    String attribute,
    String groupValue,
    String control,
    String reference,
    String metric,
    String statistic,
    Double value,
    Double ciLow,
    Double ciHigh,
    String ciMethod,
    Double pValue,
    Double qValue,
    Long n,
    Double weight,
    Status status,
    String reason) {

  /** The statistic of a figure that compares nothing. */
  public static final String VALUE = "value";

  /** How the metrics of a reliability curve's bins begin. */
  public static final String RELIABILITY = "reliability_";

  public static Figure of(Subject subject, String metric, String statistic, Measured measured) {
    Status status = measured.isDefined() ? Status.OK : Status.UNDEFINED;
    return of(subject, metric, statistic, status).with(measured);
  }

  public static Figure withheld(Subject subject, String metric, String statistic, String reason) {
    return of(subject, metric, statistic, Status.WITHHELD).with(Measured.undefined(reason));
  }

  private static Figure of(Subject subject, String metric, String statistic, Status status) {
    return new Figure(
        subject.attribute(),
        subject.groupValue(),
        subject.control(),
        subject.reference(),
        metric,
        statistic,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        status,
        null);
  }

  public boolean isDefined() {
    return status == Status.OK;
  }

  private Figure with(Measured measured) {
    return with(measured.value(), null, pValue, qValue).with(measured.reason());
  }

  /** The interval is left out where there is none or the value is undefined. */
  public Figure with(Interval interval) {
    boolean isFinite =
        interval != null && Double.isFinite(interval.low()) && Double.isFinite(interval.high());
    return isDefined() && isFinite ? with(value, interval, pValue, qValue) : this;
  }

  /** NaN means that no test was made. */
  public Figure withP(double p) {
    return isDefined() && !Double.isNaN(p) ? with(value, interval(), p, qValue) : this;
  }

  Figure withQ(double q) {
    return with(value, interval(), pValue, q);
  }

  Figure with(Tally tally) {
    return counting(tally.rows(), tally.weight());
  }

  /** Of so many rows with so much weight. */
  public Figure counting(double rows, double totalWeight) {
    return new Figure(
        attribute,
        groupValue,
        control,
        reference,
        metric,
        statistic,
        value,
        ciLow,
        ciHigh,
        ciMethod,
        pValue,
        qValue,
        Math.round(rows),
        totalWeight,
        status,
        reason);
  }

  /** The same under another name. */
  Figure named(String name) {
    return new Figure(
        attribute,
        groupValue,
        control,
        reference,
        name,
        statistic,
        value,
        ciLow,
        ciHigh,
        ciMethod,
        pValue,
        qValue,
        n,
        weight,
        status,
        reason);
  }

  Interval interval() {
    return ciLow == null ? null : new Interval(ciLow, ciHigh, ciMethod);
  }

  private Figure with(String why) {
    return new Figure(
        attribute,
        groupValue,
        control,
        reference,
        metric,
        statistic,
        value,
        ciLow,
        ciHigh,
        ciMethod,
        pValue,
        qValue,
        n,
        weight,
        status,
        why);
  }

  private Figure with(Double newValue, Interval interval, Double p, Double q) {
    return new Figure(
        attribute,
        groupValue,
        control,
        reference,
        metric,
        statistic,
        newValue,
        interval == null ? null : interval.low(),
        interval == null ? null : interval.high(),
        interval == null ? null : interval.method(),
        p,
        q,
        n,
        weight,
        status,
        reason);
  }
}
