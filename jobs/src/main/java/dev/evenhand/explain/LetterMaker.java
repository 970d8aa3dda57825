package dev.evenhand.explain;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;

import dev.evenhand.lake.Lake;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.table.Consents;
import dev.evenhand.lake.table.Explanations;
import dev.evenhand.lake.table.FeatureRows;
import dev.evenhand.lake.table.Models;
import dev.evenhand.lake.table.Predictions;
import dev.evenhand.lake.table.Scores;
import dev.evenhand.lake.table.UsableDecisions;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Makes the letter of one explanation, by the words of its run. */
record LetterMaker(
    Lake lake, RunScope scope, LetterWords words, Vocabulary vocabulary, Instant now) {
  private static final String DAY = "yyyy-MM-dd";
  private static final String ON = "decided_on";

  Letter of(Row explanation) {
    String decision = explanation.getAs(Explanations.DECISION_ID.name());
    String model = explanation.getAs(Explanations.MODEL.name());
    Row decided =
        one(
                UsableDecisions.DECISION_ID.column().equalTo(decision),
                lake.readRun(UsableDecisions.CONTRACT, scope)
                    .withColumn(ON, date_format(UsableDecisions.DECIDED_AT.column(), DAY)))
            .orElseThrow(
                () -> new IllegalStateException("gold.decisions lacks an explained decision"));
    Row told = told(explanation);
    Optional<Row> scored = scored(decision, model);
    return new Letter(
        decision,
        scope.pipeline(),
        scope.runId(),
        model,
        phrases().language(),
        decided.getAs(ON),
        explanation.<Double>getAs(Explanations.DECISION.name()) == 1,
        scored.isEmpty(),
        words.purpose(),
        scored.map(this::how).orElseGet(() -> trial(decision, model)),
        explanation.getList(explanation.fieldIndex(Explanations.REASON_CODES.name())),
        told.getList(told.fieldIndex(Explanations.CUSTOMER)),
        told.getList(told.fieldIndex(Explanations.OTHER_SIDE)),
        explanation.getAs(Explanations.RECOURSE_STATUS.name()),
        words.mostChanges(),
        told.getList(told.fieldIndex(Explanations.CHANGES)),
        data(decision, explanation),
        consent(decided),
        contact(scored.isPresent() ? "letter.contact" : "letter.trial.contact"),
        phrases());
  }

  private Row told(Row explanation) {
    Map<String, Row> byLanguage =
        explanation.getJavaMap(explanation.fieldIndex(Explanations.SENTENCES.name()));
    return byLanguage.get(phrases().language());
  }

  private Phrases phrases() {
    return vocabulary.phrases();
  }

  private static Optional<Row> one(Column which, Dataset<Row> rows) {
    return rows.filter(which).limit(1).collectAsList().stream().findFirst();
  }

  private Optional<Row> scored(String decision, String model) {
    return one(
        Scores.DECISION_ID.column().equalTo(decision).and(Scores.MODEL.column().equalTo(model)),
        lake.readRun(Scores.CONTRACT, scope));
  }

  /** By whom it was decided, with the score and the threshold. */
  private String how(Row scored) {
    boolean needsPerson = !"automatic".equals(scored.<String>getAs(Scores.ROUTE.name()));
    String by = scored.getAs(Scores.MODEL_VERSION.name());
    double threshold = threshold(scored.getAs(Scores.MODEL.name()), by);
    String how = score("letter.automatic", scored.getAs(Scores.SCORE.name()), threshold);
    return needsPerson ? how + " " + phrases().text("letter.person") : how;
  }

  /** What the model would have decided, since the decision was made before there was the model. */
  private String trial(String decision, String model) {
    Column isIt =
        Predictions.DECISION_ID
            .column()
            .equalTo(decision)
            .and(Predictions.MODEL.column().equalTo(model));
    Row predicted =
        one(isIt, lake.readRun(Predictions.CONTRACT, scope))
            .orElseThrow(() -> new IllegalStateException("gold.predictions lacks a decision"));
    double threshold = threshold(model, scope.runId());
    return score("letter.trial.how", predicted.getAs(Predictions.SCORE.name()), threshold);
  }

  private double threshold(String model, String run) {
    return one(
            Models.MODEL.column().equalTo(model),
            lake.readRun(Models.CONTRACT, new RunScope(scope.pipeline(), run)))
        .orElseThrow(() -> new IllegalStateException("govern.models lacks the model"))
        .getAs(Models.THRESHOLD.name());
  }

  /** Both to the fewest decimals that keep them apart. */
  private String score(String phrase, double score, double threshold) {
    int decimals = 0;
    while (decimals < 6 && percent(score, decimals).equals(percent(threshold, decimals))) {
      decimals++;
    }
    return phrases()
        .filled(
            phrase,
            Map.of("score", percent(score, decimals), "threshold", percent(threshold, decimals)));
  }

  private String percent(double share, int decimals) {
    return BigDecimal.valueOf(share)
        .movePointRight(2)
        .setScale(decimals, RoundingMode.FLOOR)
        .toPlainString()
        .replace(".", phrases().text("decimal_mark"));
  }

  /** Every feature of the model with its value, strongest first. */
  private List<Letter.Entry> data(String decision, Row explanation) {
    Map<String, Double> contributions =
        explanation.getJavaMap(explanation.fieldIndex(Explanations.CONTRIBUTIONS.name()));
    Column feature = col("feature");
    Column value =
        new ValueTexts(vocabulary)
            .of(
                feature,
                element_at(FeatureRows.NUMBERS.column(), feature),
                element_at(FeatureRows.CATEGORIES.column(), feature));
    List<Row> values =
        lake.readRun(FeatureRows.CONTRACT, scope)
            .filter(FeatureRows.DECISION_ID.column().equalTo(decision))
            .select(
                FeatureRows.NUMBERS.column(),
                FeatureRows.CATEGORIES.column(),
                explode(array_sort(lit(contributions.keySet().toArray(String[]::new))))
                    .as("feature"))
            .select(feature, value.as("value"))
            .collectAsList();
    return values.stream()
        .sorted((a, b) -> Double.compare(size(contributions, b), size(contributions, a)))
        .map(this::entry)
        .toList();
  }

  private static double size(Map<String, Double> contributions, Row row) {
    return Math.abs(contributions.get(row.getString(0)));
  }

  private Letter.Entry entry(Row row) {
    FeatureWord word = vocabulary.word(row.getString(0));
    String value = word.isUntold() ? phrases().text("letter.untold") : row.getString(1);
    return new Letter.Entry(row.getString(0), word.name(), value);
  }

  /** The entry of the ledger that allowed it then, whether it is over, and the lawful basis. */
  private List<String> consent(Row decided) {
    List<String> lines = new ArrayList<>();
    if (!words.consentPurpose().isEmpty()) {
      lines.addAll(grant(decided));
    }
    if (!words.basis().isEmpty()) {
      lines.add(
          phrases()
              .filled(
                  "letter.basis", Map.of("basis", words.basis(), "reason", words.basisReason())));
    }
    return lines;
  }

  private List<String> grant(Row decided) {
    Column isTheirs =
        Consents.SUBJECT_KEY
            .column()
            .equalTo(decided.<String>getAs(UsableDecisions.SUBJECT_KEY.name()));
    return new ConsentLines(phrases(), words.consentPurpose(), now)
        .of(
            lake.readPipeline(Consents.CONTRACT, scope.pipeline()).filter(isTheirs),
            decided.<Timestamp>getAs(UsableDecisions.DECIDED_AT.name()).toInstant());
  }

  private List<String> contact(String phrase) {
    List<String> lines = new ArrayList<>();
    lines.add(phrases().filled(phrase, Map.of("owner", words.owner(), "contact", words.contact())));
    lines.add(phrases().text("letter.objection"));
    if (!words.affected().isEmpty()) {
      lines.add(words.affected());
    }
    return lines;
  }
}
