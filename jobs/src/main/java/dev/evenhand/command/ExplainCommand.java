package dev.evenhand.command;

import dev.evenhand.base.DataProblem;
import dev.evenhand.config.PipelineFile;
import dev.evenhand.explain.Letter;
import dev.evenhand.explain.LetterForms;
import dev.evenhand.explain.Letters;
import dev.evenhand.lake.Catalog;
import dev.evenhand.lake.Lake;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.rights.SubjectResolver;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A letter that tells why a decision came out so; of a pipeline file, its step of that name. */
@Command(
    name = "explain",
    description =
        "Writes a letter that tells why a decision came out so; of a PIPELINE.yaml, the step"
            + " explain on its newest run.",
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  /** How a letter is written. */
  enum Format {
    TEXT,
    JSON,
    HTML
  }

  @Mixin private OptionalPipeline arguments;

  @Option(names = "--decision", paramLabel = "ID", description = "The decision.")
  private String decision;

  @Mixin private OneSubject subject;

  @Option(
      names = "--format",
      defaultValue = "text",
      description = "text, json or html (default: ${DEFAULT-VALUE}).")
  private Format format;

  @Option(names = "--language", description = "Of those in the pipeline file; its first if absent.")
  private String language;

  @Option(names = "--model", description = "Another model than the one that counts.")
  private String model;

  @Option(names = "--pipeline", description = "Where the lake has the decision in several.")
  private String pipeline;

  @Mixin private WhenArguments when;

  private final Function<String, SparkSession> sessions;
  private final Supplier<Keys> keyring;
  private final PrintStream out;

  ExplainCommand() {
    this(
        name -> Sessions.open(name, Sessions.SMALL),
        PipelineRun::keys,
        new PrintStream(System.out, false, StandardCharsets.UTF_8));
  }

  ExplainCommand(Function<String, SparkSession> sessions, Supplier<Keys> keyring, PrintStream out) {
    this.sessions = sessions;
    this.keyring = keyring;
    this.out = out;
  }

  @Override
  public Integer call() {
    boolean asksForLetter = decision != null || subject.isGiven();
    Optional<PipelineFile> file = arguments.read();
    if (file.isPresent() && !asksForLetter) {
      return PipelineRun.execute(file.get(), RunCommand.onlyStep("explain", when));
    }
    if (decision != null && subject.isGiven() || !asksForLetter) {
      throw new DataProblem(
          "explain: %s given. Give --decision or --subject for a letter, or a PIPELINE.yaml for its step."
              .formatted(asksForLetter ? "--decision and --subject are both" : "nothing is"));
    }
    SparkSession spark = sessions.apply("explain");
    out.print(written(letters(spark, new Lake(spark, arguments.place(file)))));
    out.flush();
    return ExitStatus.DONE;
  }

  private List<Letter> letters(SparkSession spark, Lake lake) {
    Catalog catalog = Catalog.of(spark, lake);
    Letters letters =
        new Letters(
            lake,
            new Letters.Choice(
                Optional.ofNullable(pipeline),
                Optional.ofNullable(model),
                Optional.ofNullable(language)),
            Clock.systemUTC().instant());
    return decision != null
        ? letters.ofDecision(decision)
        : letters.ofSubject(subject.keys(new SubjectResolver(catalog, keyring.get())));
  }

  private String written(List<Letter> letters) {
    return switch (format) {
      case TEXT -> LetterForms.text(letters);
      case JSON -> LetterForms.json(letters) + System.lineSeparator();
      case HTML -> LetterForms.html(letters);
    };
  }
}
