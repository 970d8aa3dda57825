package dev.evenhand.pseudonym;

import java.security.GeneralSecurityException;

/** A sealing key that can't be used, told without its content. */
final class KekProblem extends GeneralSecurityException {
  private static final long serialVersionUID = 1L;

  KekProblem(String why) {
    super(why);
  }
}
