package dev.evenhand.card;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;

/** Cards as JSON: keys in snake_case, absent values left out, six significant digits. */
final class CardJson {
  private static final MathContext DIGITS = new MathContext(6);
  private static final ObjectMapper JSON = mapper();

  private CardJson() {}

  static String of(Object card) {
    try {
      return JSON.writeValueAsString(card) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of numbers and text are always JSON", e);
    }
  }

  /** JSON that may stand in a script element: no tag can begin or end in it. */
  static String forScript(Object value) {
    return of(value).replace("<", "\\u003c").strip();
  }

  private static ObjectMapper mapper() {
    SimpleModule numbers = new SimpleModule();
    numbers.addSerializer(Double.class, new Rounded());
    numbers.addSerializer(double.class, new Rounded());
    numbers.addSerializer(Instant.class, ToStringSerializer.instance);
    ObjectMapper mapper = new ObjectMapper();
    mapper.registerModule(numbers);
    mapper.setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
    mapper.setSerializationInclusion(JsonInclude.Include.NON_NULL);
    mapper.setVisibility(PropertyAccessor.ALL, Visibility.NONE);
    mapper.setVisibility(PropertyAccessor.FIELD, Visibility.ANY);
    mapper.enable(SerializationFeature.INDENT_OUTPUT);
    mapper.enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    return mapper;
  }

  /** Sums of doubles may differ in their last digits with the order of rows; a card does not. */
  private static final class Rounded extends JsonSerializer<Double> {
    @Override
    public void serialize(Double value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
      json.writeNumber(rounded.signum() == 0 ? "0" : rounded.toPlainString());
    }
  }
}
