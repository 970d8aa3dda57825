package dev.evenhand;

import dev.evenhand.command.Commands;

/** Arguments to command; the only exit of the process. */
public final class Evenhand {
  private Evenhand() {}

  public static void main(String[] arguments) {
    System.exit(Commands.execute(arguments));
  }
}
