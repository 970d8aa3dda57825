package dev.evenhand.card;

import static dev.evenhand.card.Markdown.cells;

/** The second half of the card as Markdown: how it decides, what moves it, and who judged it. */
record MarkdownEvidence(ModelCard card, Markdown text) {

  void write() {
    tradeoffs();
    reliability();
    importance();
    judged();
    change();
    energy();
    lineage();
  }

  private void tradeoffs() {
    if (card.frontier() != null) {
      text.heading("Frontier");
      String performance = card.frontier().performance();
      text.table(
          cells("Model", "Gap", Words.of(performance).label(), "Business value", "Place"),
          card.frontier().points().stream()
              .map(
                  point ->
                      cells(
                          point.model(),
                          Text.number(point.gap()),
                          performance.equals("value")
                              ? card.policy().amount(point.performance())
                              : Words.of(performance).text(point.performance()),
                          amount(point.value()),
                          card.frontier().place(point)))
              .toList());
    }
    text.heading("Thresholds");
    text.table(
        cells(
            "Score from",
            "Selected",
            "True positive rate",
            "False positive rate",
            "Precision",
            "Value"),
        card.thresholds().points().stream()
            .map(
                point ->
                    cells(
                        Text.number(point.from()) + (point.isChosen() ? " (chosen)" : ""),
                        Text.percent(point.selected()),
                        percent(point.truePositiveRate()),
                        percent(point.falsePositiveRate()),
                        percent(point.precision()),
                        amount(point.value())))
            .toList());
  }

  private void reliability() {
    text.heading("Reliability");
    text.table(
        cells("Group", "Scores", "Decisions", "Mean score", "Positive outcomes"),
        card.reliability().curves().stream()
            .flatMap(
                curve ->
                    curve.bins().stream()
                        .map(
                            bin ->
                                cells(
                                    curve.isOverall()
                                        ? "All"
                                        : Text.name(curve.attribute())
                                            + " "
                                            + Text.group(curve.group()),
                                    bin.range(),
                                    bin.isShown() ? Text.count(bin.n()) : "withheld",
                                    percent(bin.meanScore()),
                                    bin.isShown() ? bin.text() : "withheld")))
            .toList());
  }

  private void importance() {
    text.heading("What moves the scores");
    text.table(
        cells("Feature", "Weight", "Stands in for"),
        card.importance().shown().stream()
            .map(
                feature ->
                    cells(
                        Text.name(feature.influence().feature()),
                        (Text.percent(feature.share()) + " " + feature.interval()).strip(),
                        String.join(
                            ", ",
                            feature.proxies().stream()
                                .map(
                                    proxy ->
                                        proxy.text() + " (AUC " + Text.number(proxy.auc()) + ")")
                                .toList())))
            .toList());
  }

  private void judged() {
    text.heading("Gates and approvals");
    text.table(
        cells("Gate", "Measured", "Verdict"),
        card.gates().stream()
            .map(gate -> cells(gate.title(), gate.text(), gate.passed() ? "passed" : "failed"))
            .toList());
    text.paragraph(card.standing().sentence());
    text.table(
        cells("Decision", "By", "Role", "On", "Note", "Signature"),
        card.standing().approvals().stream()
            .map(
                each ->
                    cells(
                        each.decision(),
                        each.by(),
                        each.role(),
                        Text.day(each.at()),
                        each.note(),
                        each.isIntact() ? "fits" : "does not fit"))
            .toList());
    text.heading("Erasures since training");
    text.paragraph(
        card.standing().forgotten().isEmpty()
            ? "None of the persons it learned from is known to be erased or to have withdrawn."
            : "Persons it learned from are gone:");
    text.table(
        cells("Cause", "On", "Persons", "Share", "Needs retraining"),
        card.standing().forgotten().stream()
            .map(
                each ->
                    cells(
                        each.cause(),
                        Text.day(each.at()),
                        Text.count(each.subjects()),
                        Text.percent(each.share()),
                        each.needsRetraining() ? "yes: " + each.reason() : "no"))
            .toList());
  }

  private void change() {
    text.heading("Since the version before");
    text.paragraph(card.change().sentence());
    text.table(
        cells("Figure", "Before", "Now"),
        card.change().figures().stream()
            .map(line -> cells(line.name(), Text.figure(line.before()), Text.figure(line.after())))
            .toList());
  }

  private void energy() {
    Energy energy = card.energy();
    text.heading("Energy and cost");
    text.paragraph(
        "%s s of CPU time, %s Wh, %s g CO2e%s. Method: %s. %s W a core, PUE %s, %s g CO2e a kWh (%s)."
            .formatted(
                Text.number(energy.cpuSeconds()),
                Text.number(energy.kwh() * 1000),
                Text.number(energy.gramsCo2e()),
                energy.cost() == null ? "" : ", " + Text.price(energy.cost(), energy.currency()),
                energy.method(),
                Text.chosen(energy.wattsPerCore()),
                Text.chosen(energy.pue()),
                Text.chosen(energy.gramsPerKwh()),
                energy.region()));
  }

  private void lineage() {
    text.heading("Lineage");
    text.paragraph(
        "Saved at %s, SHA-256 %s; pipeline file %s; code %s; seed %d."
            .formatted(
                card.identity().path(),
                card.identity().sha256(),
                card.lineage().configSha256(),
                card.lineage().codeVersion(),
                card.lineage().seed()));
    text.table(
        cells("Table", "Version read", "Version written"),
        card.lineage().tables().stream()
            .map(
                table ->
                    cells(table.table(), Text.version(table.read()), Text.version(table.written())))
            .toList());
  }

  private String amount(Double value) {
    return value == null ? null : card.policy().amount(value);
  }

  private static String percent(Double share) {
    return share == null ? null : Text.percent(share);
  }
}
