/**
 * How good and how even each model of a run is.
 *
 * <p>Reads the saved models as anybody would load them; writes predictions, figures and cells.
 */
package dev.evenhand.evaluate;
