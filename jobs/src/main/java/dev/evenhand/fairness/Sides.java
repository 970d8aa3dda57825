package dev.evenhand.fairness;

/** The privileged group and everyone else. */
record Sides(Slice privileged, Slice rest) {}
