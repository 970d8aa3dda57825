/**
 * From the two feature maps of gold to the vector that MLlib learns from.
 *
 * <p>A method; stock MLlib stages and, where features are anonymized, the anonymizer.
 */
package dev.evenhand.vector;
