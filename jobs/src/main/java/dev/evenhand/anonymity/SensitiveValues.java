package dev.evenhand.anonymity;

import java.util.List;

/** The values of the sensitive attribute in the whole table, and how many rows have each. */
public record SensitiveValues(List<String> values, long[] rows) {}
