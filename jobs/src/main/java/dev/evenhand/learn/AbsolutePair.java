package dev.evenhand.learn;

/**
 * The constraints x - s ≤ 0 and -x - s ≤ 0 of a size s with a price, as a step of {@link
 * LossProgram} sees them once s is eliminated.
 *
 * @param above multiplier over slack of the first
 * @param below multiplier over slack of the second
 * @param pushAbove the barrier's pull over slack of the first
 * @param pushBelow the barrier's pull over slack of the second
 */
record AbsolutePair(double above, double below, double pushAbove, double pushBelow, double price) {
  /** What the pair adds to the Hessian. */
  double stiffness() {
    return 4 * above * below / (above + below);
  }

  private double sizeRight() {
    return pushAbove + pushBelow - price;
  }

  /** What the pair adds to the right side. */
  double right() {
    return pushBelow - pushAbove + (above - below) / (above + below) * sizeRight();
  }

  /** The step of s that belongs to a step of x. */
  double moveSize(double move) {
    return (sizeRight() + (above - below) * move) / (above + below);
  }
}
