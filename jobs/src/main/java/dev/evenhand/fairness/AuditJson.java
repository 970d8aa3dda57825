package dev.evenhand.fairness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * An audit as JSON: overall, then for each attribute its groups, what lies between them, and each
 * group against its references. Doubles are not rounded; the undefined is null with a reason.
 *
 * <p>notebooks-docs/audit.md describes it.
 */
public final class AuditJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private AuditJson() {}

  public static String of(AuditRequest request, AuditResult result) {
    return of(request, result, null);
  }

  /**
   * @param subgroups null if none were looked for
   */
  public static String of(AuditRequest request, AuditResult result, List<Subgroup> subgroups) {
    ObjectNode root = root(request, result.rows());
    fill(root, result);
    if (subgroups != null) {
      ArrayNode found = root.putArray("subgroups");
      subgroups.forEach(subgroup -> found.add(node(subgroup)));
    }
    return text(root);
  }

  /** Below {@code accuracy} and {@code classes.<c>} stands what an audit has at the top. */
  public static String of(AuditRequest request, ClassAudit.Result result) {
    ObjectNode root = root(request, result.accuracy().rows());
    fill(root.putObject("accuracy"), result.accuracy());
    ObjectNode classes = root.putObject("classes");
    result.classes().forEach((name, audit) -> fill(classes.putObject(name), audit));
    return text(root);
  }

  /** An audit of rankings. */
  public static String of(RankingRequest request, AuditResult result) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", "evenhand-audit/1");
    root.put("rows", result.rows());
    ObjectNode asked = root.putObject("request");
    asked.put("kind", "ranking");
    asked.put("score", request.score());
    asked.put("list", request.list());
    request.top().forEach(asked.putArray("top")::add);
    put(asked, request.grouping());
    asked.put("min_group", request.options().minGroup());
    asked.put("confidence", AuditOptions.CONFIDENCE);
    for (Figure figure : result.figures()) {
      place(root, figure).setAll(node(figure));
    }
    return text(root);
  }

  private static ObjectNode root(AuditRequest request, long rows) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", "evenhand-audit/1");
    root.put("rows", rows);
    root.set("request", request(request));
    return root;
  }

  private static void fill(ObjectNode node, AuditResult result) {
    node.set("scores", scores(result.scores()));
    for (Figure figure : result.figures()) {
      place(node, figure).setAll(node(figure));
    }
  }

  private static String text(ObjectNode root) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of strings and numbers", e);
    }
  }

  private static ObjectNode request(AuditRequest request) {
    Columns columns = request.columns();
    ObjectNode node = JSON.createObjectNode();
    node.put("kind", columns.kind().name().toLowerCase(Locale.ROOT));
    node.put("label", columns.label());
    node.put("prediction", columns.prediction());
    node.put("score", columns.score());
    node.put("weight", columns.weight());
    node.put("subject", columns.subject());
    put(node, request.grouping());
    node.put("min_group", request.options().minGroup());
    node.put(
        "undefined", request.options().undefined() == Undefined.NULL ? "null" : "as-fairlearn");
    node.put("replicates", request.options().replicates());
    node.put("seed", request.options().seed());
    node.put("confidence", AuditOptions.CONFIDENCE);
    return node;
  }

  private static void put(ObjectNode node, Grouping grouping) {
    grouping.attributes().forEach(node.putArray("sensitive")::add);
    grouping.controls().forEach(node.putArray("control")::add);
    ObjectNode privileged = node.putObject("privileged");
    new TreeMap<>(grouping.privileged()).forEach(privileged::put);
    node.put("intersections", grouping.intersections());
  }

  private static ObjectNode node(Subgroup subgroup) {
    ObjectNode node = JSON.createObjectNode();
    node.put("subgroup", subgroup.text());
    ArrayNode conditions = node.putArray("conditions");
    for (Condition condition : subgroup.conditions()) {
      ObjectNode one = conditions.addObject().put("column", condition.column());
      if (condition.value() != null) {
        one.put("value", condition.value());
      }
      put(one, "from", condition.from());
      put(one, "below", condition.below());
    }
    node.put("metric", subgroup.rate().metric());
    node.put("value", subgroup.value());
    node.put("rest", subgroup.rest());
    node.put("difference_to_rest", subgroup.gap());
    node.put("ci_low", subgroup.interval().low());
    node.put("ci_high", subgroup.interval().high());
    node.put("ci_method", subgroup.interval().method());
    node.put("p_value", subgroup.pValue());
    node.put("n", subgroup.n());
    return node;
  }

  private static ObjectNode scores(AuditResult.Precision precision) {
    ObjectNode node = JSON.createObjectNode();
    node.put("cells", precision.cells());
    node.put("exact", precision.isExact());
    node.put("roc_auc_error_bound", precision.aucBound());
    node.put("average_precision_error_bound", precision.averagePrecisionBound());
    return node;
  }

  private static ObjectNode place(ObjectNode root, Figure figure) {
    ObjectNode base = root;
    if (figure.control() != null) {
      base = child(child(root, "controls"), figure.control());
    }
    if (figure.attribute() == null) {
      return leaf(child(base, "overall"), figure);
    }
    ObjectNode attribute = child(child(base, "attributes"), figure.attribute());
    boolean isExtreme =
        figure.statistic().equals(Spread.GROUP_MIN.statistic())
            || figure.statistic().equals(Spread.GROUP_MAX.statistic());
    if (figure.groupValue() == null || isExtreme) {
      return child(child(child(attribute, "between"), figure.metric()), figure.statistic());
    }
    ObjectNode group = child(child(attribute, "groups"), figure.groupValue());
    if (figure.reference() == null) {
      return leaf(group, figure);
    }
    ObjectNode against = child(child(group, "against"), figure.reference());
    return child(child(against, figure.metric()), figure.statistic());
  }

  /** A plain value needs no name of its statistic. */
  private static ObjectNode leaf(ObjectNode parent, Figure figure) {
    ObjectNode metric = child(parent, figure.metric());
    return figure.statistic().equals(Figure.VALUE) ? metric : child(metric, figure.statistic());
  }

  private static ObjectNode child(ObjectNode parent, String name) {
    return parent.get(name) instanceof ObjectNode node ? node : parent.putObject(name);
  }

  private static ObjectNode node(Figure figure) {
    ObjectNode node = JSON.createObjectNode();
    node.put("value", figure.value());
    put(node, "ci_low", figure.ciLow());
    put(node, "ci_high", figure.ciHigh());
    put(node, "p_value", figure.pValue());
    put(node, "q_value", figure.qValue());
    put(node, "weight", figure.weight());
    if (figure.ciMethod() != null) {
      node.put("ci_method", figure.ciMethod());
    }
    if (figure.n() != null) {
      node.put("n", figure.n());
    }
    boolean isGroupNamed = figure.groupValue() != null && figure.statistic().startsWith("group_");
    if (isGroupNamed) {
      node.put("group", figure.groupValue());
    }
    if (figure.reference() != null) {
      node.put("reference", figure.reference());
    }
    if (!figure.isDefined()) {
      node.put("status", figure.status().word());
      node.put("reason", figure.reason());
    }
    return node;
  }

  private static void put(ObjectNode node, String name, Double value) {
    if (value != null) {
      node.put(name, value);
    }
  }
}
