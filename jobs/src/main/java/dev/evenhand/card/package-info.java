/**
 * The card step: gathers what the run's tables say of a model into one typed card, as a row, as
 * JSON and as a page that needs nothing but itself.
 *
 * <p>Start with {@link dev.evenhand.card.CardJob}; {@code ModelCard} lists the sections, and the
 * templates in {@code jobs/src/main/jte/card} print them.
 */
package dev.evenhand.card;
