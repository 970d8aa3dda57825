package dev.evenhand.explain;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.util.List;

/** Letters as text, JSON and a page. */
public final class LetterForms {
  private static final String FORMAT = "evenhand-letter-1";
  private static final ObjectMapper JSON = new ObjectMapper();

  private LetterForms() {}

  /** Plain text, letter after letter. */
  public static String text(List<Letter> letters) {
    StringBuilder text = new StringBuilder();
    for (Letter letter : letters) {
      if (!text.isEmpty()) {
        text.append("\n\n");
      }
      append(text, letter);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, Letter letter) {
    text.append(letter.title()).append("\n\n");
    text.append(letter.about()).append('\n');
    text.append(letter.outcome()).append('\n');
    text.append(letter.how()).append('\n');
    list(text, letter.say("reasons"), letter.reasons());
    if (!letter.otherSide().isEmpty()) {
      list(text, letter.say("other_side"), letter.otherSide());
    }
    if (letter.tellsRecourse()) {
      list(text, letter.say("recourse"), letter.recourseSentences());
    }
    list(
        text,
        letter.say("data"),
        letter.known().stream().map(entry -> entry.capitalName() + ": " + entry.value()).toList());
    letter.missing().ifPresent(line -> text.append("- ").append(line).append('\n'));
    list(text, letter.say("consent"), letter.consent());
    list(text, letter.say("object"), letter.contact());
    text.append('\n').append(letter.reference()).append('\n');
    text.append(letter.modelLine()).append('\n');
  }

  private static void list(StringBuilder text, String title, List<String> lines) {
    text.append('\n').append(title).append('\n');
    lines.forEach(line -> text.append("- ").append(line).append('\n'));
  }

  /** One JSON object of a single letter, an array of several. */
  public static String json(List<Letter> letters) {
    ArrayNode all = JSON.createArrayNode();
    letters.forEach(letter -> all.add(json(letter)));
    return (letters.size() == 1 ? all.get(0) : all).toPrettyString();
  }

  private static ObjectNode json(Letter letter) {
    ObjectNode json = JSON.createObjectNode();
    json.put("format", FORMAT)
        .put("decision_id", letter.decision())
        .put("pipeline", letter.pipeline())
        .put("run_id", letter.run())
        .put("model", letter.model())
        .put("language", letter.language())
        .put("decided_on", letter.decidedOn())
        .put("selected", letter.isSelected())
        .put("trial", letter.isTrial())
        .put("about", letter.about())
        .put("how", letter.how());
    json.set("reason_codes", JSON.valueToTree(letter.reasonCodes()));
    json.set("reasons", JSON.valueToTree(letter.reasons()));
    json.set("other_side", JSON.valueToTree(letter.otherSide()));
    json.put("recourse_status", letter.status());
    json.put("most_changes", letter.mostChanges());
    json.set("recourse", JSON.valueToTree(letter.recourse()));
    json.set("data", JSON.valueToTree(letter.data()));
    json.set("consent", JSON.valueToTree(letter.consent()));
    json.set("contact", JSON.valueToTree(letter.contact()));
    return json;
  }

  /** A page that needs nothing else, a sheet of paper a letter. */
  public static String html(List<Letter> letters) {
    StringOutput page = new StringOutput();
    JteletterGenerated.render(new OwaspHtmlTemplateOutput(page), null, letters);
    return page.toString();
  }
}
