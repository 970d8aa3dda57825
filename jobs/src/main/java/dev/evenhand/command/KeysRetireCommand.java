package dev.evenhand.command;

import dev.evenhand.base.DataProblem;
import dev.evenhand.custody.KeyRetirement;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.Lease;
import dev.evenhand.pseudonym.KeyStore;
import dev.evenhand.pseudonym.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Forgets old versions of keys that no row of any lake uses. */
@Command(
    name = "retire",
    description = "Forgets old versions of keys that no present row of the lakes uses.",
    mixinStandardHelpOptions = true)
final class KeysRetireCommand implements Callable<Integer> {
  @Option(
      names = "--lake",
      split = ",",
      required = true,
      description = "Folders of ALL lakes with this keyset: what only another lake uses is lost.")
  private List<String> places;

  @Mixin private Keyring keyring;
  @Mixin private WaitArgument wait;

  private final Function<String, SparkSession> sessions;

  KeysRetireCommand() {
    this(Sessions::open);
  }

  KeysRetireCommand(Function<String, SparkSession> sessions) {
    this.sessions = sessions;
  }

  @Override
  public Integer call() {
    Keys keys = keyring.keys();
    List<String> pending = new KeyStore(keys).summary().pending();
    if (!pending.isEmpty()) {
      throw new DataProblem(
          "keys retire: a rotation has still to go through "
              + String.join(", ", pending)
              + ". Run 'keys rotate' on it first.");
    }
    SparkSession spark = sessions.apply("keys retire");
    List<Lake> lakes = places.stream().map(place -> new Lake(spark, place)).toList();
    List<Lease> held = new ArrayList<>();
    try {
      lakes.forEach(
          lake -> held.add(Lease.acquireLake(lake, KeysRotateCommand.PURPOSE, wait.patience())));
      KeyRetirement.Report report = new KeyRetirement(spark, lakes).run(keys);
      report
          .retired()
          .forEach((part, versions) -> System.out.println(part + ": retired " + versions));
      report
          .kept()
          .forEach(
              (part, versions) ->
                  System.out.println(part + ": kept " + versions + ", which rows use"));
      if (report.retired().isEmpty()) {
        System.out.println("no version was retired");
      }
      return ExitStatus.DONE;
    } finally {
      held.forEach(Lease::close);
    }
  }
}
