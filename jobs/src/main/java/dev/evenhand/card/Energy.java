package dev.evenhand.card;

import java.util.List;

/**
 * What the run took, by the method of Green Algorithms (Lannelongue, Grealey, Inouye, 2021): kWh =
 * CPU hours x watts a core / 1000 x PUE, g CO2e = kWh x grid intensity.
 *
 * <p>CPU hours are those of Spark's tasks; the driver's own time and memory are not in them.
 *
 * @param wattsPerCore the method's value for a CPU that is not known
 * @param pue the world's mean power usage effectiveness of data centres
 * @param gramsPerKwh the world's mean grid intensity
 */
record Energy(
    double cpuSeconds,
    double kwh,
    double gramsCo2e,
    double wattsPerCore,
    double pue,
    double gramsPerKwh) {
  private static final double WATTS_PER_CORE = 12;
  private static final double PUE = 1.67;
  private static final double GRAMS_PER_KWH = 475;
  private static final double SECONDS_PER_HOUR = 3600;
  private static final double WATTS_PER_KILOWATT = 1000;

  static Energy of(List<StepRun> steps) {
    double seconds = steps.stream().mapToDouble(StepRun::cpuSeconds).sum();
    double kwh = seconds / SECONDS_PER_HOUR * WATTS_PER_CORE / WATTS_PER_KILOWATT * PUE;
    return new Energy(seconds, kwh, kwh * GRAMS_PER_KWH, WATTS_PER_CORE, PUE, GRAMS_PER_KWH);
  }
}
