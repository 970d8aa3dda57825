package dev.evenhand.command;

import dev.evenhand.base.DataProblem;
import dev.evenhand.pseudonym.KeyStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The keyset's affairs: what it holds, purposes, the key that seals it, rotation. */
@Command(
    name = "keys",
    description = "What the keyset holds; add and destroy purposes, wrap, rotate, retire.",
    subcommands = {
      KeysCommand.Add.class,
      KeysCommand.Destroy.class,
      KeysCommand.Wrap.class,
      KeysRotateCommand.class,
      KeysRetireCommand.class
    },
    mixinStandardHelpOptions = true)
final class KeysCommand implements Callable<Integer> {
  @Mixin private Keyring keyring;

  KeysCommand() {
    this(new Keyring());
  }

  KeysCommand(Keyring keyring) {
    this.keyring = keyring;
  }

  @Override
  public Integer call() {
    KeyStore.Summary summary = new KeyStore(keyring.keys()).summary();
    System.out.println("keyset in " + summary.path());
    System.out.println("  sealed by    " + summary.kek().orElse("nothing: it stands in the clear"));
    summary
        .versions()
        .forEach(
            (part, versions) ->
                System.out.printf("  %-12s versions %s, the first in use%n", part, versions));
    System.out.println("  purposes     " + String.join(", ", summary.purposes()));
    summary
        .destroyed()
        .forEach((purpose, at) -> System.out.println("  destroyed    " + purpose + " at " + at));
    if (!summary.pending().isEmpty()) {
      System.out.println("  rotation     not through " + String.join(", ", summary.pending()));
    }
    return ExitStatus.DONE;
  }

  /** A purpose that a command is about. */
  static final class PurposeArgument {
    @Option(
        names = "--purpose",
        paramLabel = "P",
        required = true,
        description = "The purpose, as consents name it.")
    private String purpose;

    String name() {
      if (purpose.isBlank()) {
        throw new DataProblem("--purpose is blank. Name the purpose.");
      }
      return purpose;
    }
  }

  /** Makes the key of a new purpose. */
  @Command(
      name = "add",
      description = "Makes the key of a new purpose of exports.",
      mixinStandardHelpOptions = true)
  static final class Add implements Callable<Integer> {
    @Mixin private PurposeArgument purpose;
    @Mixin private Keyring keyring;

    @Override
    public Integer call() {
      new KeyStore(keyring.keys()).addPurpose(purpose.name());
      System.out.println("made a key for exports for " + purpose.name());
      return ExitStatus.DONE;
    }
  }

  /** Destroys a purpose's key, for good. */
  @Command(
      name = "destroy",
      description = "Destroys a purpose's key, for good: its exports stand for nobody then.",
      mixinStandardHelpOptions = true)
  static final class Destroy implements Callable<Integer> {
    @Mixin private PurposeArgument purpose;
    @Mixin private Keyring keyring;

    @Override
    public Integer call() {
      new KeyStore(keyring.keys()).destroyPurpose(purpose.name(), keyring.now());
      System.out.println(
          "destroyed the key of "
              + purpose.name()
              + ": its pseudonyms stand for nobody; destroy copies of the keyset too");
      return ExitStatus.DONE;
    }
  }

  /** Seals the keyset by a key of a key service. */
  @Command(
      name = "wrap",
      description = "Seals the keyset by the key that a URI names; the clear file is overwritten.",
      mixinStandardHelpOptions = true)
  static final class Wrap implements Callable<Integer> {
    @Option(
        names = "--kek",
        paramLabel = "URI",
        required = true,
        description = "file:///path (made if missing), or the key of a key service.")
    private String uri;

    @Mixin private Keyring keyring;

    @Override
    public Integer call() {
      boolean isMade = new KeyStore(keyring.keys()).wrap(uri);
      if (isMade) {
        System.out.println("made a key: " + uri + " (keep it apart from the keyset)");
      }
      System.out.println("the keyset is sealed by " + uri);
      return ExitStatus.DONE;
    }
  }
}
