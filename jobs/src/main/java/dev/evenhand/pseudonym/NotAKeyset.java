package dev.evenhand.pseudonym;

/** Why a text gives no keyset, in words that quote nothing of it. */
final class NotAKeyset extends Exception {
  private static final long serialVersionUID = 1L;

  NotAKeyset(String why) {
    super(why);
  }
}
