package dev.evenhand.explain;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.evenhand.base.DataProblem;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Explanations;
import dev.evenhand.lake.table.Models;
import dev.evenhand.lake.table.UsableDecisions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Finds the explanations of decisions in a lake, and makes letters of them. */
public final class Letters {
  private final Lake lake;
  private final Choice choice;
  private final Instant now;

  /**
   * Which explanations are wanted where there are several.
   *
   * @param pipeline needed if the lake has the decision in several
   * @param model otherwise the one that counts: that scored it, or the run's candidate
   * @param language otherwise the first of the pipeline file
   */
  public record Choice(
      Optional<String> pipeline, Optional<String> model, Optional<String> language) {}

  /**
   * @param now when they are written
   */
  public Letters(Lake lake, Choice choice, Instant now) {
    this.lake = lake;
    this.choice = choice;
    this.now = now;
  }

  /** The letter of a decision, as the newest run explained it. */
  public List<Letter> ofDecision(String decision) {
    List<Row> found = explanations(Explanations.DECISION_ID.column().equalTo(decision));
    if (found.isEmpty()) {
      throw new DataProblem(
          "--decision: no run explained this decision. Explained are those of the test split and"
              + " those that 'score' decided, by linear models and boosted trees.");
    }
    return List.of(letter(newest(found)));
  }

  /** A letter of each explained decision about a customer, the latest first. */
  public List<Letter> ofSubject(List<String> keys) {
    Dataset<Row> theirs =
        lake.read(UsableDecisions.CONTRACT)
            .filter(UsableDecisions.SUBJECT_KEY.column().isin(keys.toArray()))
            .select(UsableDecisions.DECISION_ID.column())
            .distinct();
    List<Row> found =
        narrowed(lit(true)).join(theirs, Explanations.DECISION_ID.name()).collectAsList();
    if (found.isEmpty()) {
      throw new DataProblem(
          "--subject: no run explained a decision about this customer. Explained are those of the"
              + " test split and those that 'score' decided, by linear models and boosted trees.");
    }
    return found.stream()
        .collect(Collectors.groupingBy(row -> row.<String>getAs(Explanations.DECISION_ID.name())))
        .values()
        .stream()
        .map(rows -> letter(newest(rows)))
        .sorted(Comparator.comparing(Letter::decidedOn).reversed().thenComparing(Letter::decision))
        .toList();
  }

  private List<Row> explanations(Column which) {
    return narrowed(which).collectAsList();
  }

  private Dataset<Row> narrowed(Column which) {
    Dataset<Row> all = lake.read(Explanations.CONTRACT).filter(which);
    Dataset<Row> ofPipeline =
        choice
            .pipeline()
            .map(name -> all.filter(TableContract.PIPELINE.column().equalTo(name)))
            .orElse(all);
    return choice
        .model()
        .map(name -> ofPipeline.filter(col(Explanations.MODEL.name()).equalTo(name)))
        .orElse(ofPipeline);
  }

  /** Of the newest run the model that counts. */
  private Row newest(List<Row> explanations) {
    List<String> pipelines =
        explanations.stream().map(Letters::pipeline).distinct().sorted().toList();
    if (pipelines.size() > 1) {
      throw new DataProblem(
          "The decision is in several pipelines: %s. Name one with --pipeline."
              .formatted(String.join(", ", pipelines)));
    }
    String run =
        explanations.stream().map(Letters::run).max(Comparator.naturalOrder()).orElseThrow();
    List<Row> ofRun = explanations.stream().filter(row -> run(row).equals(run)).toList();
    if (ofRun.size() == 1) {
      return ofRun.get(0);
    }
    RunScope scope = new RunScope(pipelines.get(0), run);
    String candidate = Models.candidate(lake.readRun(Models.CONTRACT, scope));
    return ofRun.stream()
        .filter(row -> row.<String>getAs(Explanations.MODEL.name()).equals(candidate))
        .findFirst()
        .orElseGet(
            () ->
                ofRun.stream()
                    .min(Comparator.comparing(row -> row.<String>getAs(Explanations.MODEL.name())))
                    .orElseThrow());
  }

  private Letter letter(Row explanation) {
    RunScope scope = new RunScope(pipeline(explanation), run(explanation));
    LetterWords words = LetterWords.read(lake, scope);
    return new LetterMaker(lake, scope, words, words.in(choice.language()), now).of(explanation);
  }

  private static String pipeline(Row row) {
    return row.getAs(TableContract.PIPELINE.name());
  }

  private static String run(Row row) {
    return row.getAs(TableContract.RUN_ID.name());
  }
}
