/**
 * One class a table: its columns and its contract. The real interface of the project.
 *
 * <p>{@link dev.evenhand.lake.table.Tables} lists them all.
 */
package dev.evenhand.lake.table;
