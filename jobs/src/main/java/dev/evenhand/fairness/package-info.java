/**
 * Group fairness of scored rows: metrics, disparities, intervals and tests from one pass.
 *
 * <p>Pure: a table and the names of its columns in, figures out; no lake, no session of its own.
 */
package dev.evenhand.fairness;
