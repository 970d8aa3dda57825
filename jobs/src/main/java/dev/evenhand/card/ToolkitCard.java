package dev.evenhand.card;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a card says in the words of Model Card Toolkit's schema v0.0.2. */
record ToolkitCard(ModelCard card) {

  ObjectNode document() {
    ObjectNode document = object();
    document.put("schema_version", CardDocument.SCHEMA_VERSION);
    ObjectNode details = details(card.identity(), card.purpose());
    details.put("documentation", String.join(" ", card.gap().sentences()));
    ((ObjectNode) details.get("version")).put("diff", card.change().sentence());
    document.set("model_details", details);
    document.set("model_parameters", parameters());
    document.set("quantitative_analysis", analysis());
    document.set("considerations", considerations());
    return document;
  }

  static ObjectNode details(Identity identity, Purpose purpose) {
    ObjectNode details = object();
    details.put("name", identity.model());
    details.put("overview", identity.title());
    details
        .putArray("owners")
        .addObject()
        .put("name", purpose.owner())
        .put("contact", purpose.contact());
    details
        .putObject("version")
        .put("name", identity.version())
        .put("date", identity.asOf().atOffset(ZoneOffset.UTC).toLocalDate().toString());
    details.putArray("licenses").addObject().put("identifier", purpose.license());
    ArrayNode references = details.putArray("references");
    purpose.links().forEach(link -> references.addObject().put("reference", link));
    ArrayNode citations = details.putArray("citations");
    purpose.citations().forEach(text -> citations.addObject().put("citation", text));
    return details;
  }

  private ObjectNode parameters() {
    ObjectNode parameters = object();
    parameters.put("model_architecture", card.identity().estimator());
    ArrayNode data = parameters.putArray("data");
    for (Funnel.SourceRows source : card.data().sources()) {
      data.addObject()
          .put("name", source.source())
          .put(
              "description",
              "Source: %d rows in, %d accepted, %d quarantined."
                  .formatted(source.rowsIn(), source.accepted(), source.quarantined()));
    }
    ObjectNode training = data.addObject().put("name", "gold.training_set");
    training.put(
        "description",
        "%d training rows of %d decisions."
            .formatted(card.data().trainingRows(), card.data().whole()));
    ArrayNode sensitive = training.putObject("sensitive").putArray("sensitive_data");
    card.singleAttributes().forEach(table -> sensitive.add(table.attribute()));
    parameters.put("input_format", "A row of features, as gold.features holds them.");
    parameters.put(
        "output_format", "A probability of the favourable outcome, and a decision: 1 or 0.");
    return parameters;
  }

  private ObjectNode analysis() {
    ObjectNode analysis = object();
    ArrayNode metrics = analysis.putArray("performance_metrics");
    card.models().measured().stream()
        .map(card.models()::candidate)
        .filter(figure -> figure != null)
        .forEach(figure -> metrics.add(metric(figure, null)));
    card.gap().pairs().forEach(pair -> metrics.add(metric(pair.with(), "by " + pair.attribute())));
    for (GroupTable table : card.groups()) {
      for (GroupTable.GroupRow row : table.rows()) {
        String slice = table.attribute() + "=" + row.group();
        row.figures().values().forEach(figure -> metrics.add(metric(figure, slice)));
      }
    }
    return analysis;
  }

  /** A figure that is withheld has no value, but says why. */
  private static ObjectNode metric(Figure figure, String slice) {
    ObjectNode metric = object().put("type", figure.metric());
    if (slice != null) {
      metric.put("slice", slice);
    }
    if (!figure.hasValue()) {
      return metric.put("status", figure.status()).put("reason", figure.reason());
    }
    ObjectNode numbers = CardJson.tree(Map.of("value", figure.value()));
    if (figure.hasInterval()) {
      numbers.set(
          "confidence_interval",
          CardJson.tree(Map.of("lower_bound", figure.low(), "upper_bound", figure.high())));
    }
    return metric.setAll(numbers);
  }

  private ObjectNode considerations() {
    ObjectNode considerations = object();
    Purpose purpose = card.purpose();
    described(
        considerations,
        "users",
        List.of(purpose.users() == null ? purpose.owner() : purpose.users()));
    described(considerations, "use_cases", List.of(purpose.intendedUse()));
    List<String> limits = new ArrayList<>(purpose.limitations());
    limits.add("Not for: " + purpose.outOfScope());
    described(considerations, "limitations", limits);
    described(considerations, "tradeoffs", card.gap().sentences());
    ArrayNode risks = considerations.putArray("ethical_considerations");
    for (Risk risk : Risk.all(card)) {
      risks.addObject().put("name", risk.name()).put("mitigation_strategy", risk.mitigation());
    }
    return considerations;
  }

  private static void described(ObjectNode parent, String name, List<String> texts) {
    ArrayNode list = parent.putArray(name);
    texts.forEach(text -> list.addObject().put("description", text));
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
