/**
 * What may be published under differential privacy: the budget of a lake, and who has spent it.
 *
 * <p>Reads and writes {@code govern.privacy_ledger}.
 */
package dev.evenhand.release;
