/**
 * A copy of the lake's metrics and governance in PostgreSQL, for dashboards.
 *
 * <p>Reads metrics.* and govern.*, writes tables of the same names in a database.
 */
package dev.evenhand.publish;
