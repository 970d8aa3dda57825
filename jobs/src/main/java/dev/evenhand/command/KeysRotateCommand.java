package dev.evenhand.command;

import dev.evenhand.custody.KeyRotation;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.Lease;
import dev.evenhand.pseudonym.Keys;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Rotates the keys of lakes; their subject keys stay. */
@Command(
    name = "rotate",
    description =
        "Makes new versions of the keys and encrypts the identities of lakes again; subject keys"
            + " stay. One that was cut off is continued.",
    mixinStandardHelpOptions = true)
final class KeysRotateCommand implements Callable<Integer> {
  static final String PURPOSE = "keys";

  @Option(
      names = "--lake",
      split = ",",
      defaultValue = "${env:EVENHAND_LAKE:-lake}",
      description = "Folders of all lakes with this keyset (default: ${DEFAULT-VALUE}).")
  private List<String> places;

  @Mixin private Keyring keyring;
  @Mixin private WaitArgument wait;

  private final Function<String, SparkSession> sessions;

  KeysRotateCommand() {
    this(Sessions::open);
  }

  KeysRotateCommand(Function<String, SparkSession> sessions) {
    this.sessions = sessions;
  }

  @Override
  public Integer call() {
    Keys keys = keyring.keys();
    SparkSession spark = sessions.apply("keys rotate");
    List<Lake> lakes = places.stream().map(place -> new Lake(spark, place)).toList();
    List<String> roots = lakes.stream().map(lake -> lake.files().root()).toList();
    List<String> left = List.of();
    for (Lake lake : lakes) {
      try (Lease lease = Lease.acquireLake(lake, PURPOSE, wait.patience())) {
        KeyRotation.Report report = new KeyRotation(spark, lake).run(keys, roots);
        lease.requireHeld();
        left = report.left();
        System.out.printf(
            Locale.ROOT,
            "%s: %s; %,d identities encrypted again, subject keys as they were%n",
            lake.files().root(),
            report.isBegun() ? "new versions of the keys" : "went on with the rotation",
            report.identities());
      }
    }
    if (!left.isEmpty()) {
      System.out.println("still to go through: " + String.join(", ", left));
    }
    return ExitStatus.DONE;
  }
}
