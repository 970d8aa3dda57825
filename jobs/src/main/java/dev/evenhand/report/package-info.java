/**
 * The site: pages about a lake's pipelines, runs, models, trends and thresholds that need nothing
 * but a browser.
 *
 * <p>Start with {@link dev.evenhand.report.Site}. It reads {@code govern} and {@code metrics} only,
 * never a row about a person; the templates in {@code jobs/src/main/jte/report} print it.
 */
package dev.evenhand.report;
