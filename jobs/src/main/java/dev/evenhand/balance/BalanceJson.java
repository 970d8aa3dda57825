package dev.evenhand.balance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenhand.balance.ProxyAssociation.Association;
import dev.evenhand.fairness.Figure;
import java.util.List;

/** Balance figures and proxies as JSON; doubles are not rounded, the undefined is null. */
public final class BalanceJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private BalanceJson() {}

  public static String of(
      long rows,
      List<Figure> figures,
      List<ProxyStrength.Proxy> proxies,
      List<Association> associations) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", "evenhand-balance/1");
    root.put("rows", rows);
    ArrayNode all = root.putArray("figures");
    figures.forEach(figure -> all.add(node(figure)));
    ArrayNode found = root.putArray("proxies");
    proxies.forEach(proxy -> found.add(node(proxy)));
    ArrayNode said = root.putArray("associations");
    associations.forEach(association -> said.add(node(association)));
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of strings and numbers", e);
    }
  }

  private static ObjectNode node(Figure figure) {
    ObjectNode node = JSON.createObjectNode();
    node.put("attribute", figure.attribute());
    node.put("group", figure.groupValue());
    node.put("metric", figure.metric());
    node.put("statistic", figure.statistic());
    node.put("reference", figure.reference());
    node.put("value", figure.value());
    node.put("p_value", figure.pValue());
    node.put("n", figure.n());
    node.put("weight", figure.weight());
    if (!figure.isDefined()) {
      node.put("reason", figure.reason());
    }
    return node;
  }

  private static ObjectNode node(Association association) {
    ObjectNode node = JSON.createObjectNode();
    node.put("attribute", association.attribute());
    node.put("feature", association.feature());
    node.put("cramers_v", association.cramersV());
    node.put("cramers_v_ci_low", association.ofCramersV().low());
    node.put("cramers_v_ci_high", association.ofCramersV().high());
    node.put("mutual_information", association.information());
    node.put("mutual_information_ci_low", association.ofInformation().low());
    node.put("mutual_information_ci_high", association.ofInformation().high());
    node.put("n", association.n());
    return node;
  }

  private static ObjectNode node(ProxyStrength.Proxy proxy) {
    ObjectNode node = JSON.createObjectNode();
    node.put("attribute", proxy.attribute());
    node.put("feature", proxy.feature());
    node.put("group", proxy.group());
    node.put("auc", proxy.auc());
    node.put("ci_low", proxy.low());
    node.put("ci_high", proxy.high());
    node.put("n", proxy.n());
    return node;
  }
}
