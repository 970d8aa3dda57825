package dev.evenhand.command;

import picocli.CommandLine.Option;

/** The lake of a command that has no pipeline file. */
final class LakeArgument {
  @Option(
      names = "--lake",
      defaultValue = "${env:EVENHAND_LAKE:-lake}",
      description = "The lake's folder (default: ${DEFAULT-VALUE}).")
  private String lake;

  /** The place given, or that of the environment. */
  static String orDefault(String given) {
    String ofEnvironment = System.getenv().getOrDefault("EVENHAND_LAKE", "");
    return given != null ? given : ofEnvironment.isBlank() ? "lake" : ofEnvironment;
  }

  String place() {
    return lake;
  }
}
