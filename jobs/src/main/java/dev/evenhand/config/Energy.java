package dev.evenhand.config;

import java.math.BigDecimal;
import java.util.Optional;

/** What an hour of a processor core takes where the pipeline runs, and what it costs. */
public record Energy(
    @Setting(
            value = "What a busy core draws, in watts; the default is for a processor not known.",
            byDefault = Energy.WATTS)
        BigDecimal wattsPerCore,
    @Setting(
            value = "Power usage effectiveness: what the building draws by what the machines do.",
            byDefault = Energy.PUE)
        BigDecimal pue,
    @Setting(value = "Where the machines stand, as the card names it.", byDefault = Energy.WORLD)
        String region,
    @Setting("What the region's grid emits, in g CO2e a kWh; required with a region.")
        Optional<BigDecimal> gramsPerKwh,
    @Setting("The machines, as the card names them.") Optional<String> hardware,
    @Setting("What a core costs an hour, in the currency.") Optional<BigDecimal> pricePerCoreHour,
    @Setting("What a kWh costs, in the currency, if it is paid apart.")
        Optional<BigDecimal> pricePerKwh,
    @Setting(value = "The ISO 4217 currency of the prices.", pattern = "[A-Z]{3}")
        Optional<String> currency) {
  static final String WATTS = "12";
  static final String PUE = "1.67";
  static final String WORLD = "world mean";

  /** The world's mean grid intensity. */
  private static final BigDecimal WORLD_GRAMS_PER_KWH = new BigDecimal("475");

  public Energy {
    gramsPerKwh = Checks.copy(gramsPerKwh);
    hardware = Checks.copy(hardware);
    pricePerCoreHour = Checks.copy(pricePerCoreHour);
    pricePerKwh = Checks.copy(pricePerKwh);
    currency = Checks.copy(currency);
    boolean isPriced = pricePerCoreHour.isPresent() || pricePerKwh.isPresent();
    new Checks()
        .range(wattsPerCore.doubleValue(), 0, 10_000, "watts_per_core")
        .range(pue.doubleValue(), 1, 10, "pue")
        .range(gramsPerKwh.orElse(BigDecimal.ZERO).doubleValue(), 0, 10_000, "grams_per_kwh")
        .range(
            pricePerCoreHour.orElse(BigDecimal.ZERO).doubleValue(), 0, 1e6, "price_per_core_hour")
        .range(pricePerKwh.orElse(BigDecimal.ZERO).doubleValue(), 0, 1e6, "price_per_kwh")
        .that(
            region.equals(WORLD) || gramsPerKwh.isPresent(),
            "region",
            "region is '%s' without grams_per_kwh; both or neither are allowed; add what its grid"
                + " emits",
            region)
        .that(
            isPriced == currency.isPresent(),
            "currency",
            "prices and their currency stand together; both or neither are allowed; add the other")
        .done();
  }

  /** What holds where the file says nothing. */
  public static Energy usual() {
    return new Energy(
        new BigDecimal(WATTS),
        new BigDecimal(PUE),
        WORLD,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The region's grid intensity, or the world's mean. */
  public BigDecimal intensity() {
    return gramsPerKwh.orElse(WORLD_GRAMS_PER_KWH);
  }

  /** What that much costs; empty where the file names no price. */
  public Optional<Double> cost(double coreHours, double kwh) {
    if (currency.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        pricePerCoreHour.orElse(BigDecimal.ZERO).doubleValue() * coreHours
            + pricePerKwh.orElse(BigDecimal.ZERO).doubleValue() * kwh);
  }
}
