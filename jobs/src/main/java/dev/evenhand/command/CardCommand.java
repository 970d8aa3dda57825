package dev.evenhand.command;

import dev.evenhand.base.DataProblem;
import dev.evenhand.card.Cards;
import dev.evenhand.config.PipelineFile;
import dev.evenhand.lake.Lake;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A model's card as it is now; of a pipeline file alone, its step. */
@Command(
    name = "card",
    description =
        "Writes a model's card with the approvals and erasures there are by now. Of a"
            + " PIPELINE.yaml without --format, --model or --out, the step card on its newest run.",
    mixinStandardHelpOptions = true)
final class CardCommand implements Callable<Integer> {
  @Mixin private OptionalPipeline arguments;
  @Mixin private CardArguments which;

  @Option(
      names = "--format",
      description = "html, json or markdown (default: by the name of --out, else markdown).")
  private Cards.Format format;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where it goes; the console if absent.")
  private Path out;

  @Mixin private WhenArguments when;

  private final Function<String, SparkSession> sessions;

  CardCommand() {
    this(Sessions::open);
  }

  CardCommand(Function<String, SparkSession> sessions) {
    this.sessions = sessions;
  }

  @Override
  public Integer call() {
    Optional<PipelineFile> pipeline = arguments.read();
    boolean isStep = format == null && out == null && !which.isGiven();
    if (isStep && pipeline.isPresent()) {
      return PipelineRun.execute(pipeline.get(), RunCommand.onlyStep("card", when));
    }
    SparkSession spark = sessions.apply("card");
    Cards cards =
        new Cards(new Lake(spark, arguments.place(pipeline)), Clock.systemUTC().instant());
    Cards.Found found = cards.find(which.wanted(pipeline.map(each -> each.pipeline().pipeline())));
    write(cards.text(found, format()));
    return ExitStatus.DONE;
  }

  private Cards.Format format() {
    if (format != null) {
      return format;
    }
    String name = out == null ? "" : out.toString();
    return name.endsWith(".html")
        ? Cards.Format.HTML
        : name.endsWith(".json") ? Cards.Format.JSON : Cards.Format.MARKDOWN;
  }

  private void write(String text) {
    if (out == null) {
      PrintStream console = new PrintStream(System.out, false, StandardCharsets.UTF_8);
      console.print(text);
      console.flush();
      return;
    }
    try {
      Files.writeString(out, text);
    } catch (IOException e) {
      throw new DataProblem(out + ": can't be written. Choose another file with --out.", e);
    }
    System.out.println(out);
  }
}
