package dev.evenhand.features;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What features are reckoned from.
 *
 * @param decisions gold.decisions: decision_id, subject_key, decided_at, numbers, categories
 * @param sales silver.sales of the pipeline
 * @param contacts silver.decisions of the pipeline: subject_key, decided_at, recorded_at
 * @param subjects silver.subjects of the pipeline: subject_key, valid_from, numbers, categories
 */
public record FeatureSources(
    Dataset<Row> decisions, Dataset<Row> sales, Dataset<Row> contacts, Dataset<Row> subjects) {}
