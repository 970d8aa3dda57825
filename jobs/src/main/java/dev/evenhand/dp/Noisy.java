package dev.evenhand.dp;

/** A whole number to which noise was added. */
record Noisy(long value, Noise noise) {
  static Noisy of(long exact, Noise noise, RandomBits bits) {
    return new Noisy(Math.addExact(exact, noise.draw(bits)), noise);
  }
}
