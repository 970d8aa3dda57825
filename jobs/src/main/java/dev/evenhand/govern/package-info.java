/**
 * The gate step: holds the candidate to what the pipeline file promises, and promotes or refuses
 * it.
 *
 * <p>Start with {@link dev.evenhand.govern.GateJob}.
 */
package dev.evenhand.govern;
