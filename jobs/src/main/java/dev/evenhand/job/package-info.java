/**
 * What a job is, and how a run of them is kept: order, lease, run log, resuming.
 *
 * <p>Knows the lake, but no step and no pipeline file.
 */
package dev.evenhand.job;
