/**
 * The balance audit: how data departs from balance, before a model and before and after repair.
 *
 * <p>Counts by attribute value and label in one pass; distances, associations and indices of them.
 */
package dev.evenhand.balance;
