/**
 * Anonymization of tables: cuts, hierarchies, verification, risk and loss.
 *
 * <p>Pure methods on rows and records; they know no lake and no pipeline file.
 */
package dev.evenhand.anonymity;
