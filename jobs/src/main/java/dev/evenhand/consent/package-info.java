/**
 * Which decisions a run may use: known by its moment, and allowed.
 *
 * <p>Fails closed: no record means no use. Writes gold.decisions.
 */
package dev.evenhand.consent;
