package dev.evenhand.fairness;

/** What an audit reads, by which groups it measures, and how. */
public record AuditRequest(Columns columns, Grouping grouping, AuditOptions options) {}
