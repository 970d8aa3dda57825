package dev.evenhand.job;

import dev.evenhand.lake.Lake;
import dev.evenhand.lake.RunScope;
import java.time.Instant;
import org.apache.spark.sql.SparkSession;

/**
 * What a job may know of the world.
 *
 * @param scope pipeline and run whose rows the job writes
 * @param asOf moment whose knowledge the run uses; nothing recorded later is seen
 * @param seed seed of everything random
 */
public record JobContext(SparkSession spark, Lake lake, RunScope scope, Instant asOf, long seed) {}
