package dev.evenhand.job;

import java.time.Instant;

/**
 * What identifies a run beside its rows: the same plan again continues a run that was cut off.
 *
 * @param configSha256 hash of the pipeline file and what was given on the command line
 * @param codeVersion version of the code
 */
public record RunPlan(
    String pipeline, String configSha256, String codeVersion, Instant asOf, long seed) {}
