package dev.evenhand.command;

import picocli.CommandLine.Option;

/** The lake of a command that has no pipeline file. */
final class LakeArgument {
  @Option(
      names = "--lake",
      defaultValue = "${env:EVENHAND_LAKE:-lake}",
      description = "The lake's folder (default: ${DEFAULT-VALUE}).")
  private String lake;

  String place() {
    return lake;
  }
}
