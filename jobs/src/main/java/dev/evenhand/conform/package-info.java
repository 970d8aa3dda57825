/**
 * From sources to the canonical tables, by the pipeline file's SQL.
 *
 * <p>Reads {@code bronze.<source>}, writes {@code silver.*}.
 */
package dev.evenhand.conform;
