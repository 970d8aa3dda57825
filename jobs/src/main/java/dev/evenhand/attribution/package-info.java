/**
 * Why a model says what it says: exact Shapley values, their approximations, and recourse.
 *
 * <p>A method; uses MLlib's fitted models and those of learn.
 */
package dev.evenhand.attribution;
