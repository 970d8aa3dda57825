package dev.evenhand.generate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.spark.sql.SparkSession;

/**
 * What was planted and what came of it: every figure that a run on the warehouse should find.
 *
 * <p>Shares are counted over all decisions whose outcome is known, before consent.
 */
record Truth(WarehouseSpec spec, List<Tally> decisions, List<Tally> customers, long leakedLines) {

  static Truth of(SparkSession spark, WarehouseSpec spec) {
    long leakedLines = spec.hasLeak() ? new LeakedSales(spec).count(spark) : 0;
    return new Truth(spec, Tally.decisions(spark, spec), Tally.customers(spark, spec), leakedLines);
  }

  String json() {
    try {
      return new ObjectMapper()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .writeValueAsString(figures())
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of numbers and text are always JSON", e);
    }
  }

  Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("rows", spec.rows());
    figures.put("seed", spec.seed());
    figures.put("planted", spec.bias());
    figures.put("counts", counts());
    figures.put("label_bias", labelBias());
    figures.put("proxy", proxy());
    figures.put("under_representation", underRepresentation());
    figures.put("consent", consent());
    return figures;
  }

  private Map<String, Object> counts() {
    Map<String, Object> bad = new LinkedHashMap<>();
    BadLines lines = new BadLines(spec);
    lines.counts().forEach((why, n) -> bad.put(why.name().toLowerCase(Locale.ROOT), n));
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("sales_lines", spec.rows() + leakedLines);
    counts.put("bad_sales_lines", lines.bad());
    counts.put("bad_by_reason", bad);
    counts.put("leaked_sales_lines", leakedLines);
    counts.put("customers", spec.customers());
    counts.put("products", new Products(spec).count());
    counts.put("decisions", rows(decisions, t -> true));
    return counts;
  }

  private Map<String, Object> labelBias() {
    Map<String, Object> groups = new LinkedHashMap<>();
    for (String origin : List.of(Customers.OTHERS, Customers.GROUP)) {
      groups.put(origin, rates(origin));
    }
    Predicate<Tally> group = t -> t.origin().equals(Customers.GROUP);
    long responses = Tally.sum(decisions, group, Tally::responses);
    long recorded = Tally.sum(decisions, group, Tally::recorded);
    Map<String, Object> bias = new LinkedHashMap<>();
    bias.put("attribute", "origin");
    bias.put("group", Customers.GROUP);
    bias.put("lost_positives", share(responses - recorded, responses));
    bias.put("by_group", groups);
    bias.put("true_gap", trueRate(Customers.OTHERS) - trueRate(Customers.GROUP));
    bias.put("recorded_gap", recordedRate(Customers.OTHERS) - recordedRate(Customers.GROUP));
    return bias;
  }

  private Map<String, Object> rates(String origin) {
    Map<String, Object> rates = new LinkedHashMap<>();
    rates.put("decisions", rows(decisions, t -> t.origin().equals(origin)));
    rates.put("true_rate", trueRate(origin));
    rates.put("recorded_rate", recordedRate(origin));
    return rates;
  }

  private Map<String, Object> proxy() {
    Map<String, Object> proxy = new LinkedHashMap<>();
    proxy.put("feature", "postal_area");
    proxy.put("attribute", "origin");
    proxy.put("auc_planted", spec.bias().proxyAuc());
    proxy.put("auc", areaAuc());
    return proxy;
  }

  private Map<String, Object> underRepresentation() {
    Predicate<Tally> senior = t -> t.ageBand().equals(Customers.SENIOR);
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("attribute", "age_band");
    figures.put("group", Customers.SENIOR);
    figures.put("share_of_customers", share(rows(customers, senior), spec.customers()));
    figures.put("share_of_decisions", share(rows(decisions, senior), rows(decisions, t -> true)));
    return figures;
  }

  private Map<String, Object> consent() {
    Map<String, Object> byGroup = new LinkedHashMap<>();
    for (String origin : List.of(Customers.OTHERS, Customers.GROUP)) {
      Predicate<Tally> group = t -> t.origin().equals(origin);
      long all = rows(customers, group);
      byGroup.put(origin, share(rows(customers, group.and(Tally::isConsented)), all));
    }
    Map<String, Object> consent = new LinkedHashMap<>();
    consent.put("purpose", Consents.PURPOSE);
    consent.put("as_of", Campaign.TODAY.toString());
    consent.put("consented_share_of_customers", byGroup);
    consent.put("decisions", rows(decisions, t -> true));
    consent.put("decisions_consented", rows(decisions, Tally::isConsented));
    consent.put("decisions_excluded", rows(decisions, t -> !t.isConsented()));
    consent.put(
        "decisions_taken_after_a_withdrawal", Tally.sum(decisions, t -> true, Tally::withdrawn));
    return consent;
  }

  /** ROC AUC of "lives in a southern area" for "is of the group". */
  private double areaAuc() {
    return (1 + southernShare(Customers.GROUP) - southernShare(Customers.OTHERS)) / 2;
  }

  private double southernShare(String origin) {
    Predicate<Tally> group = t -> t.origin().equals(origin);
    Predicate<Tally> southern = t -> t.area() >= Customers.FIRST_SOUTHERN_AREA;
    return share(rows(decisions, group.and(southern)), rows(decisions, group));
  }

  private double trueRate(String origin) {
    Predicate<Tally> group = t -> t.origin().equals(origin);
    return share(Tally.sum(decisions, group, Tally::responses), rows(decisions, group));
  }

  private double recordedRate(String origin) {
    Predicate<Tally> group = t -> t.origin().equals(origin);
    return share(Tally.sum(decisions, group, Tally::recorded), rows(decisions, group));
  }

  private static long rows(List<Tally> tallies, Predicate<Tally> which) {
    return Tally.sum(tallies, which, Tally::rows);
  }

  private static double share(long part, long whole) {
    return (double) part / whole;
  }
}
