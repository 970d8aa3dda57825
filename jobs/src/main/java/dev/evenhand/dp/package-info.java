/**
 * Differentially private figures: exact noise, bounded contributions, and what they cost.
 *
 * <p>Methods: a {@code Dataset} and a request in, figures out; who keeps the ledger is told the
 * cost before any noise is drawn.
 */
package dev.evenhand.dp;
