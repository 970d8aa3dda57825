/**
 * What consent and train must agree on: which decisions are known as of a run's moment, and whose
 * subjects may be used.
 */
package dev.evenhand.ledger;
