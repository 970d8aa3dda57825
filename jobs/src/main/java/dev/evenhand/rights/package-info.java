/**
 * What a customer may ask for: to be forgotten, to see what is held, to have it corrected, and to
 * know which models learned from it.
 *
 * <p>Start with {@link dev.evenhand.rights.Erasure}. It works on the tables that a lake holds,
 * whatever contract or pipeline they belong to.
 */
package dev.evenhand.rights;
