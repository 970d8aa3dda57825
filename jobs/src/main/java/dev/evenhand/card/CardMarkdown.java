package dev.evenhand.card;

import static dev.evenhand.card.Markdown.cells;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The card as Markdown with the metadata of the Hugging Face Hub: the same sections as the page.
 */
final class CardMarkdown {
  private final ModelCard card;
  private final Markdown text = new Markdown();

  private CardMarkdown(ModelCard card) {
    this.card = card;
  }

  static String of(ModelCard card) {
    CardMarkdown markdown = new CardMarkdown(card);
    markdown.about();
    markdown.data();
    markdown.persons();
    markdown.figures();
    markdown.groups();
    new MarkdownEvidence(card, markdown.text).write();
    return "---\n" + HubMetadata.of(card) + "---\n\n" + markdown.text;
  }

  private void about() {
    Purpose purpose = card.purpose();
    text.title(card.identity().model() + ": " + card.identity().title());
    text.paragraph(
        "Version %s of pipeline %s, as of %s. Status: %s. %s"
            .formatted(
                card.identity().version(),
                card.identity().pipeline(),
                Text.moment(card.identity().asOf()),
                card.standing().status(),
                card.standing().sentence()));
    text.paragraph(String.join(" ", card.gap().sentences()));
    text.heading("Purpose and limits");
    text.table(
        cells("", ""),
        Stream.of(
                cells("Intended use", purpose.intendedUse()),
                cells("Out of scope", purpose.outOfScope()),
                cells("Users", purpose.users()),
                cells("Whom it touches", purpose.affected()),
                cells("Decides", "Selects " + card.policy().rule() + "."),
                cells("Source of the data", purpose.dataSource()),
                cells("Licence", purpose.license()),
                cells("Owner", purpose.owner() + ", " + purpose.contact()))
            .filter(row -> !row.get(1).equals(Text.NONE))
            .toList());
    text.list(purpose.limitations());
    text.list(purpose.references());
  }

  private void data() {
    text.heading("Data");
    text.table(
        cells("Source", "Rows in", "Accepted", "Quarantined"),
        card.data().sources().stream()
            .map(
                source ->
                    cells(
                        source.source(),
                        Text.count(source.rowsIn()),
                        Text.count(source.accepted()),
                        Text.count(source.quarantined())))
            .toList());
    text.table(
        cells("Decisions", "Rows"),
        card.data().decisions().stream().map(stage -> cells(stage.label(), stage.text())).toList());
    text.heading("Consent");
    Ground ground = card.ground();
    text.paragraph(
        ground.isConsent()
            ? "Only data of persons whose consent to " + ground.purpose() + " is on record."
            : "Lawful basis: " + ground.basis() + ". " + ground.reason());
  }

  private void persons() {
    text.heading("Balance");
    text.table(
        cells("Attribute", "Group", "Share before", "Share after", "Positive before", "after"),
        card.balance().groups().stream()
            .map(
                each ->
                    cells(
                        Text.name(each.attribute()),
                        Text.group(each.group()),
                        Text.figure(each.shareBefore()),
                        Text.figure(each.shareAfter()),
                        Text.figure(each.rateBefore()),
                        Text.figure(each.rateAfter())))
            .toList());
    text.heading("Anonymization and residual risk");
    Anonymization anonymization = card.anonymization();
    text.paragraph(
        anonymization == null
            ? "The training set is not anonymized."
            : "%s, k = %d, over %s."
                .formatted(
                    anonymization.model(),
                    anonymization.k(),
                    Text.list(anonymization.quasiIdentifiers())));
    Stream<Figure> cost = anonymization == null ? Stream.of() : anonymization.figures().stream();
    text.table(
        cells("Figure", "Value"),
        Stream.concat(cost, card.residual().figures().stream())
            .map(
                figure ->
                    cells(
                        Words.of(figure.metric()).label(),
                        figure.hasValue()
                            ? figure.text()
                            : Text.figure(figure) + ": " + figure.reason()))
            .toList());
    if (anonymization != null && !anonymization.losses().isEmpty()) {
      text.table(
          cells("Who pays: attribute", "Group", "Suppressed", "Information lost"),
          anonymization.losses().stream()
              .map(
                  loss ->
                      cells(
                          Text.name(loss.attribute()),
                          Text.group(loss.group()),
                          loss.text(),
                          Text.share(loss.informationLoss())))
              .toList());
    }
  }

  private void figures() {
    text.heading("Models compared");
    List<String> head = new ArrayList<>(List.of("Figure"));
    card.models().lines().forEach(line -> head.add(line.model()));
    text.table(
        head,
        card.models().measured().stream()
            .map(
                metric -> {
                  List<String> row = new ArrayList<>(List.of(Words.of(metric).label()));
                  card.models().lines().forEach(line -> row.add(cell(line.figure(metric))));
                  return row;
                })
            .toList());
    text.heading("Gap between groups");
    text.table(
        cells("Gap", "By", "Unconstrained", "Candidate"),
        card.gap().pairs().stream()
            .map(
                pair ->
                    cells(
                        Words.of(pair.metric()).label(),
                        Text.name(pair.attribute()),
                        cell(pair.without()),
                        cell(pair.with())))
            .toList());
  }

  private void groups() {
    text.heading("Figures by group");
    for (GroupTable table : card.groups()) {
      List<String> head = new ArrayList<>(List.of(Text.name(table.attribute()), "Decisions"));
      table.metrics().forEach(metric -> head.add(Words.of(metric).label()));
      List<List<String>> rows = new ArrayList<>();
      for (GroupTable.GroupRow row : table.shownRows()) {
        List<String> cells = new ArrayList<>();
        cells.add(Text.group(row.group()));
        cells.add(table.size(row));
        table.metrics().forEach(metric -> cells.add(cell(row.figures().get(metric))));
        rows.add(cells);
      }
      text.table(head, rows);
      text.list(table.reasons());
    }
  }

  private static String cell(Figure figure) {
    String interval = figure == null ? "" : figure.interval();
    return interval.isEmpty() ? Text.figure(figure) : figure.text() + " (" + interval + ")";
  }
}
