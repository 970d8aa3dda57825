package dev.evenhand.learn;

import java.io.Serializable;
import java.util.List;

/**
 * What a sensitive column adds to each input column.
 *
 * @param column the sensitive column
 * @param value the value of text that adds the effects; null where the column has numbers: then the
 *     effects are those of one unit
 * @param mean of the column's numbers; 0 for text
 * @param effects one for each input column
 */
public record LinearEffect(String column, String value, double mean, List<Double> effects)
    implements Serializable {
  private static final long serialVersionUID = 1L;
}
