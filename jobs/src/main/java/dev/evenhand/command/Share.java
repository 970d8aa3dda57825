package dev.evenhand.command;

import dev.evenhand.base.DataProblem;

/** A share of a whole as a command line writes it: 2% or 0.02. */
final class Share {
  private Share() {}

  static double parse(String option, String text) {
    boolean isPercent = text.endsWith("%");
    String number = isPercent ? text.substring(0, text.length() - 1) : text;
    double value = AnonymizeRules.number(option, number);
    double share = isPercent ? value / 100 : value;
    if (!(share >= 0 && share < 1)) {
      throw new DataProblem(option + " must be from 0% to below 100%, was " + text + ".");
    }
    return share;
  }
}
