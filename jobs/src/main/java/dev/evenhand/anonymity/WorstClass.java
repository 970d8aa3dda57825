package dev.evenhand.anonymity;

/**
 * How far the classes of a published table keep to a rule.
 *
 * @param rule its name
 * @param figure of the class that keeps to it least; null where there is no class
 * @param holds whether every class keeps to it
 */
public record WorstClass(String rule, Double figure, boolean holds) {}
