package dev.evenhand.card;

import java.math.BigDecimal;
import java.util.List;

/**
 * What the run took, by the method of Green Algorithms (Lannelongue, Grealey, Inouye, 2021): kWh =
 * CPU hours x watts a core / 1000 x PUE, g CO2e = kWh x grid intensity.
 *
 * <p>CPU hours are those of Spark's tasks; the driver's own time and memory are not in them.
 *
 * @param pue power usage effectiveness of the data centre
 * @param gramsPerKwh grid intensity of the region
 */
record Energy(
    double cpuSeconds,
    double kwh,
    double gramsCo2e,
    double wattsPerCore,
    double pue,
    double gramsPerKwh,
    String region,
    @Told(absent = "where the file does not say it") String hardware,
    @Told(absent = "where the file names no price") Double cost,
    @Told(absent = "where the file names no price") String currency,
    @Told(absent = "where the file names none") BigDecimal pricePerCoreHour,
    @Told(absent = "where the file names none") BigDecimal pricePerKwh,
    String method) {
  private static final String METHOD =
      "CPU time of Spark's tasks x watts a core x PUE x grid intensity, after Green Algorithms"
          + " (Lannelongue, Grealey, Inouye, 2021); the driver's own time and memory are not in it";
  private static final double SECONDS_PER_HOUR = 3600;
  private static final double WATTS_PER_KILOWATT = 1000;

  static Energy of(List<StepRun> steps, dev.evenhand.config.Energy place) {
    return of(steps.stream().mapToDouble(StepRun::cpuSeconds).sum(), place);
  }

  static Energy of(double cpuSeconds, dev.evenhand.config.Energy place) {
    double watts = place.wattsPerCore().doubleValue();
    double hours = cpuSeconds / SECONDS_PER_HOUR;
    double kwh = hours * watts / WATTS_PER_KILOWATT * place.pue().doubleValue();
    double intensity = place.intensity().doubleValue();
    return new Energy(
        cpuSeconds,
        kwh,
        kwh * intensity,
        watts,
        place.pue().doubleValue(),
        intensity,
        place.region(),
        place.hardware().orElse(null),
        place.cost(hours, kwh).orElse(null),
        place.currency().orElse(null),
        place.pricePerCoreHour().orElse(null),
        place.pricePerKwh().orElse(null),
        METHOD);
  }

  /** Prices in words; empty where there are none. */
  String prices() {
    String core = pricePerCoreHour == null ? "" : amount(pricePerCoreHour) + " a core hour";
    String power = pricePerKwh == null ? "" : amount(pricePerKwh) + " a kWh";
    return core.isEmpty() || power.isEmpty() ? core + power : core + " and " + power;
  }

  private String amount(BigDecimal price) {
    return currency + "\u00a0" + price.toPlainString();
  }
}
