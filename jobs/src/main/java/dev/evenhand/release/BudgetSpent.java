package dev.evenhand.release;

/** A release asks for more than the lake's privacy budget has left. Nothing was charged. */
public final class BudgetSpent extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BudgetSpent(String message) {
    super(message);
  }
}
