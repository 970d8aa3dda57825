package dev.evenhand.card;

/**
 * How many rows of a table belong to the run.
 *
 * @param split null where the table has none
 * @param reason why they are left out; null where they are not
 */
record RowCount(String table, String split, String reason, long rows) {}
