package dev.evenhand.attribution;

/**
 * A model that is linear in the vector, by output.
 *
 * @param features entries of the vector that it reads
 */
record LinearForm(int features, double[][] coefficients, double[] intercepts, Link link)
    implements ModelForm {}
