package dev.evenhand.features;

import dev.evenhand.features.World.Contact;
import dev.evenhand.features.World.Decision;
import dev.evenhand.features.World.Sale;
import dev.evenhand.features.World.Subject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The same features by brute force: for each decision, a look at every row of the world. */
final class PlainFeatures {
  private static final double DAY = 86_400_000_000.0;

  private final World world;
  private final FeatureSpec spec;

  PlainFeatures(World world, FeatureSpec spec) {
    this.world = world;
    this.spec = spec;
  }

  Double observedDays(Decision decision) {
    return world.sales().stream()
        .filter(
            s ->
                Math.floorDiv(s.recorded(), (long) DAY)
                    < Math.floorDiv(decision.decided(), (long) DAY))
        .map(Sale::sold)
        .min(Comparator.naturalOrder())
        .filter(start -> start <= decision.decided())
        .map(start -> (decision.decided() - start) / DAY)
        .orElse(null);
  }

  Map<String, Double> numbers(Decision decision) {
    Map<String, Double> numbers = new HashMap<>();
    Double observed = observedDays(decision);
    for (int days : spec.windowDays()) {
      boolean isObserved = observed != null && observed >= days;
      List<Sale> sales = before(decision, days);
      window(decision, sales)
          .forEach(
              (name, value) -> numbers.put(name + "_" + days + "d", isObserved ? value : null));
    }
    List<Contact> contacts = contactsBefore(decision);
    numbers.put("contacts_so_far", (double) contacts.size());
    numbers.put(
        "days_since_contact",
        contacts.stream()
            .map(Contact::decided)
            .max(Comparator.naturalOrder())
            .map(last -> (decision.decided() - last) / DAY)
            .orElse(null));
    Optional<Subject> subject = inForce(decision);
    if (decision.numbers().containsKey("age")) {
      numbers.put("age", decision.numbers().get("age"));
    } else if (subject.isPresent()) {
      numbers.put("age", subject.get().numbers().get("age"));
    }
    return numbers;
  }

  Map<String, String> categories(Decision decision) {
    return inForce(decision).map(Subject::categories).orElse(Map.of());
  }

  private Map<String, Double> window(Decision decision, List<Sale> sales) {
    List<Sale> bought =
        sales.stream().filter(s -> s.quantity() == null || s.quantity() >= 0).toList();
    List<Long> moments = bought.stream().map(Sale::sold).distinct().sorted().toList();
    Map<String, Double> features = new HashMap<>();
    features.put(
        "recency",
        moments.isEmpty() ? null : (decision.decided() - moments.get(moments.size() - 1)) / DAY);
    features.put("frequency", distinct(bought, s -> s.order() == null ? "" + s.sold() : s.order()));
    features.put("monetary", sum(sales, Sale::amount));
    features.put(
        "items", sum(sales, s -> s.quantity() == null ? null : BigDecimal.valueOf(s.quantity())));
    features.put("products", distinct(bought, Sale::product));
    features.put("categories", distinct(bought, Sale::category));
    boolean hasDiscounts = sales.stream().anyMatch(s -> s.discount() != null);
    double full = sum(sales, Sale::amount) + sum(sales, Sale::discount);
    features.put(
        "discount_share", hasDiscounts && full > 1e-9 ? sum(sales, Sale::discount) / full : null);
    double all = sum(bought, Sale::amount);
    for (String category : spec.topCategories()) {
      List<Sale> ofIt = bought.stream().filter(s -> category.equals(s.category())).toList();
      features.put("share_of_" + category, all > 1e-9 ? sum(ofIt, Sale::amount) / all : null);
    }
    gaps(moments, features);
    return features;
  }

  private static void gaps(List<Long> moments, Map<String, Double> features) {
    List<Double> gaps = new ArrayList<>();
    for (int i = 1; i < moments.size(); i++) {
      gaps.add((moments.get(i) - moments.get(i - 1)) / DAY);
    }
    double mean = gaps.stream().mapToDouble(g -> g).average().orElse(0);
    double squares = gaps.stream().mapToDouble(g -> (g - mean) * (g - mean)).sum();
    features.put("days_between", gaps.isEmpty() ? null : mean);
    features.put(
        "days_between_sd", gaps.size() < 2 ? null : Math.sqrt(squares / (gaps.size() - 1)));
  }

  private List<Sale> before(Decision decision, int days) {
    return world.sales().stream()
        .filter(s -> s.subject().equals(decision.subject()))
        .filter(s -> s.sold() < decision.decided() && s.recorded() < decision.decided())
        .filter(s -> s.sold() >= decision.decided() - days * (long) DAY)
        .toList();
  }

  private List<Contact> contactsBefore(Decision decision) {
    return world.contacts().stream()
        .filter(c -> c.subject().equals(decision.subject()))
        .filter(c -> c.decided() < decision.decided() && c.recorded() < decision.decided())
        .toList();
  }

  private Optional<Subject> inForce(Decision decision) {
    return world.subjects().stream()
        .filter(s -> s.subject().equals(decision.subject()) && s.from() <= decision.decided())
        .max(Comparator.comparing(Subject::from));
  }

  private static double distinct(List<Sale> sales, Function<Sale, String> value) {
    return sales.stream().map(value).filter(Objects::nonNull).distinct().count();
  }

  private static double sum(List<Sale> sales, Function<Sale, BigDecimal> value) {
    Stream<BigDecimal> values = sales.stream().map(value).filter(Objects::nonNull);
    return values.reduce(BigDecimal.ZERO, BigDecimal::add).doubleValue();
  }
}
