package dev.evenhand.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenhand.anonymity.GroupLoss;
import dev.evenhand.anonymity.JournalistRisk;
import dev.evenhand.anonymity.KAnonymity;
import dev.evenhand.anonymity.Loss;
import dev.evenhand.anonymity.Outcome;
import dev.evenhand.anonymity.Population;
import dev.evenhand.anonymity.PopulationUniques;
import dev.evenhand.anonymity.QuasiIdentifier;
import dev.evenhand.anonymity.Risk;
import dev.evenhand.anonymity.SafeHarbor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What was asked, what was verified on the written table, what it cost, and the risk before and
 * after.
 */
record AnonymizeReport(
    KAnonymity method,
    Outcome outcome,
    Map<String, List<GroupLoss>> payers,
    Verified verified,
    List<SafeHarbor.Finding> identifiers) {

  String json() throws JsonProcessingException {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("k", method.k());
    report.put(
        "quasi_identifiers",
        method.quasiIdentifiers().stream().map(QuasiIdentifier::column).toList());
    report.put("sensitive", method.sensitive());
    report.put("requirements", method.requirements().stream().map(Object::toString).toList());
    report.put("subset", asked(method.population()));
    report.put("recoding", method.recoding().name().toLowerCase(Locale.ROOT));
    report.put("groups_counted_alike", method.equalGroups());
    report.put("suppress_at_most", method.suppressAtMost());
    report.put("rows", outcome.rows());
    report.put("rows_published", verified.classes().rows());
    report.put("rows_suppressed", outcome.suppressed());
    Map<String, Object> classes = new LinkedHashMap<>();
    classes.put("number", verified.classes().classes());
    classes.put("smallest", verified.classes().smallest());
    classes.put("largest", verified.classes().largest());
    report.put("classes", classes);
    report.put("verified", verified.figures());
    report.put("loss", loss(outcome.loss()));
    report.put("risk_before", risk(outcome.before(), verified.riskBefore()));
    report.put("risk_after", risk(outcome.after(), verified.riskAfter()));
    report.put("presence", inPopulation());
    report.put("separation_before", separation());
    report.put("who_pays", whoPays());
    report.put("safe_harbor", identifiers.stream().map(this::identifier).toList());
    return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
  }

  /** What was asked of the rows to publish; null where all are. */
  private static Map<String, Object> asked(Population population) {
    if (population == null) {
      return null;
    }
    Map<String, Object> asked = new LinkedHashMap<>();
    asked.put("column", population.column());
    asked.put("k_map", population.kMap());
    asked.put("delta_presence", List.of(population.leastShare(), population.greatestShare()));
    return asked;
  }

  /** Null where every row is published. */
  private Map<String, Object> inPopulation() {
    Population.Presence presence = verified.presence();
    if (presence == null) {
      return null;
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("smallest_class_of_the_population", presence.smallest());
    figures.put("least_share_published", presence.leastShare());
    figures.put("greatest_share_published", presence.greatestShare());
    return figures;
  }

  private Map<String, Object> separation() {
    Map<String, Object> columns = new LinkedHashMap<>();
    outcome
        .separation()
        .forEach(
            (column, found) -> {
              Map<String, Object> figures = new LinkedHashMap<>();
              figures.put("distinction", found.distinction());
              figures.put("separation", found.separation());
              columns.put(column, figures);
            });
    return columns;
  }

  private Map<String, Object> identifier(SafeHarbor.Finding one) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("column", one.column());
    figures.put("identifier", one.identifier().rule());
    figures.put("by_name", one.byName());
    figures.put("share_of_values", one.share());
    figures.put("generalized", isGeneralized(one.column()));
    return figures;
  }

  private boolean isGeneralized(String column) {
    return method.quasiIdentifiers().stream().anyMatch(one -> one.column().equals(column));
  }

  /** The columns that are published as they are and look like identifiers; empty if none does. */
  String warning() {
    String found =
        identifiers.stream()
            .filter(one -> !isGeneralized(one.column()))
            .map(one -> "%s: %s".formatted(one.column(), one.identifier().rule()))
            .collect(Collectors.joining(", "));
    return found.isEmpty()
        ? ""
        : "anonymize: published as they are, though they look like identifiers: " + found;
  }

  private Map<String, Object> whoPays() {
    Map<String, Object> columns = new LinkedHashMap<>();
    payers.forEach(
        (column, groups) -> columns.put(column, groups.stream().map(this::payer).toList()));
    return columns;
  }

  /** A group smaller than k is counted, not described: its figures would be about few people. */
  private Map<String, Object> payer(GroupLoss one) {
    Map<String, Object> figures = new LinkedHashMap<>();
    boolean isSmall = one.rows() < method.k();
    figures.put("group", isSmall ? null : one.group());
    figures.put("rows", isSmall ? null : one.rows());
    figures.put("rows_suppressed", isSmall ? null : one.suppressed());
    figures.put("ncp", isSmall ? null : one.penalty());
    figures.put("reason", isSmall ? "withheld: fewer than k rows" : null);
    return figures;
  }

  private static Map<String, Object> loss(Loss loss) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("ncp", loss.penalty());
    figures.put("ncp_by_attribute", loss.penaltyByAttribute());
    figures.put("non_uniform_entropy", loss.entropy());
    figures.put("discernibility", loss.discernibility());
    figures.put("average_class_size", loss.averageClassSize());
    return figures;
  }

  /**
   * @param inPopulation null where there is no table of the population: then it is the prosecutor's
   */
  private static Map<String, Object> risk(Risk risk, JournalistRisk inPopulation) {
    JournalistRisk journalist =
        inPopulation == null
            ? new JournalistRisk(risk.highest(), risk.average(), risk.shareAbove())
            : inPopulation;
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("prosecutor_highest", risk.highest());
    figures.put("prosecutor_average", risk.average());
    figures.put("journalist_highest", journalist.highest());
    figures.put("journalist_average", journalist.average());
    figures.put("marketer", journalist.average());
    figures.put("threshold", risk.threshold());
    figures.put("share_above_threshold", risk.shareAbove());
    figures.put("journalist_share_above_threshold", journalist.shareAbove());
    figures.put("share_unique", risk.unique());
    figures.put("population_uniques", uniques(risk.population()));
    return figures;
  }

  /** Null without --population. */
  private static Map<String, Object> uniques(PopulationUniques found) {
    if (found == null) {
      return null;
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("population", found.population());
    figures.put("zayatz", found.zayatz());
    figures.put("pitman", found.pitman());
    figures.put("slide_negative_binomial", found.slide());
    figures.put("dankar", found.dankar());
    return figures;
  }

  static String line(Outcome outcome, String out) {
    return String.format(
        Locale.ROOT,
        "anonymize: %d rows, %d suppressed, %d classes, NCP %.4f -> %s",
        outcome.rows(),
        outcome.suppressed(),
        outcome.classes(),
        outcome.loss().penalty(),
        out);
  }
}
