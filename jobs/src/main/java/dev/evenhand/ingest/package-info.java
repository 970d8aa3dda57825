/**
 * Sources to bronze and bronze to silver: typed, checked, counted, identifiers already pseudonyms.
 *
 * <p>Start with {@link dev.evenhand.ingest.IngestJob} and {@link dev.evenhand.ingest.ConformJob}.
 */
package dev.evenhand.ingest;
