package dev.evenhand.dp;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.math3.fraction.BigFraction;

/**
 * How a request's ε and δ are divided, which follows from the request alone: even shares for the
 * choice of groups, if they come from the data, and for each list of numbers that gets noise.
 *
 * @param noises for each measure, those of its {@link Measure#sensitivities}
 */
record PrivatePlan(List<List<Noise>> noises, Optional<GroupSelection> selection, PrivacyCost cost) {

  static PrivatePlan of(PrivateRequest request) {
    List<List<Sensitivity>> sensitivities =
        request.measures().stream()
            .map(measure -> measure.sensitivities(request.bounds()))
            .toList();
    int lists = sensitivities.stream().mapToInt(List::size).sum();
    return request.guarantee().mechanism() == Mechanism.LAPLACE
        ? laplace(request, sensitivities, lists)
        : gaussian(request, sensitivities, lists);
  }

  private static PrivatePlan laplace(
      PrivateRequest request, List<List<Sensitivity>> sensitivities, int lists) {
    Guarantee guarantee = request.guarantee();
    BigFraction share =
        Fractions.of(guarantee.epsilon()).divide(lists + (request.selectsGroups() ? 1 : 0));
    BigDecimal delta = request.selectsGroups() ? guarantee.delta() : BigDecimal.ZERO;
    BigFraction rho = share.multiply(share).multiply(lists).divide(2);
    return new PrivatePlan(
        noises(sensitivities, each -> each.laplace(share)),
        selection(request, share, delta),
        new PrivacyCost(
            guarantee.epsilon(),
            delta,
            Fractions.decimal(rho.add(selectionRho(request, share))),
            delta));
  }

  /** Of ε one share goes to the choice of groups, of δ one half; the rest is one ρ for all. */
  private static PrivatePlan gaussian(
      PrivateRequest request, List<List<Sensitivity>> sensitivities, int lists) {
    Guarantee guarantee = request.guarantee();
    boolean selects = request.selectsGroups();
    BigFraction epsilon = Fractions.of(guarantee.epsilon());
    BigFraction chosen = selects ? epsilon.divide(lists + 1) : BigFraction.ZERO;
    BigDecimal half = guarantee.delta().divide(BigDecimal.valueOf(2));
    BigDecimal delta = selects ? half : BigDecimal.ZERO;
    double left = epsilon.subtract(chosen).doubleValue() * (1 - 1e-12);
    BigDecimal rho =
        PrivacyCost.down(
            ZeroConcentrated.rho(left, guarantee.delta().subtract(delta).doubleValue()));
    BigFraction share = Fractions.of(rho).divide(lists);
    return new PrivatePlan(
        noises(sensitivities, each -> each.gaussian(share)),
        selection(request, chosen, delta),
        new PrivacyCost(
            guarantee.epsilon(),
            guarantee.delta(),
            rho.add(Fractions.decimal(selectionRho(request, chosen))),
            delta));
  }

  private static Optional<GroupSelection> selection(
      PrivateRequest request, BigFraction epsilon, BigDecimal delta) {
    return request.selectsGroups()
        ? Optional.of(new GroupSelection(epsilon, delta, request.bounds().groups()))
        : Optional.empty();
  }

  /** Each of a subject's groups is chosen with ε / groups, which is (ε / groups)² / 2 of ρ. */
  private static BigFraction selectionRho(PrivateRequest request, BigFraction epsilon) {
    return request.selectsGroups()
        ? epsilon.multiply(epsilon).divide(2L * request.bounds().groups())
        : BigFraction.ZERO;
  }

  private static List<List<Noise>> noises(
      List<List<Sensitivity>> sensitivities, Function<Sensitivity, Noise> noise) {
    List<List<Noise>> noises = new ArrayList<>();
    for (List<Sensitivity> ofMeasure : sensitivities) {
      noises.add(ofMeasure.stream().map(noise).toList());
    }
    return noises;
  }
}
