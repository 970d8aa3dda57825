package dev.evenhand.command;

/** What a command's exit status means to a scheduler. */
public final class ExitStatus {
  /** Done. */
  public static final int DONE = 0;

  /** A gate or check said no; the tables are written and say why. */
  public static final int REFUSED = 1;

  /** The input or the file is wrong; nothing was written. */
  public static final int WRONG_INPUT = 2;

  /** Spark or storage failed; safe to run again. */
  public static final int FAILED = 3;

  private ExitStatus() {}
}
