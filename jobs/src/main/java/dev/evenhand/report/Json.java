package dev.evenhand.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;

/** What scripts of a page read: JSON in which no tag can begin or end. */
final class Json {
  /** As in the tables, so that a threshold selects the same rows in the page and in SQL. */
  private static final ObjectMapper EXACT = mapper(new SimpleModule());

  private static final ObjectMapper ROUNDED =
      mapper(new SimpleModule().addSerializer(Double.class, new Rounded()));

  private Json() {}

  /** Numbers as they are. */
  static String exact(Object value) {
    return forScript(EXACT, value);
  }

  /** Numbers to five significant digits: more than a chart shows. */
  static String rounded(Object value) {
    return forScript(ROUNDED, value);
  }

  private static String forScript(ObjectMapper mapper, Object value) {
    try {
      return mapper.writeValueAsString(value).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of numbers and text are always JSON", e);
    }
  }

  private static ObjectMapper mapper(SimpleModule numbers) {
    ObjectMapper mapper = new ObjectMapper();
    mapper.registerModule(numbers);
    mapper.setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
    return mapper;
  }

  private static final class Rounded extends JsonSerializer<Double> {
    private static final MathContext DIGITS = new MathContext(5);

    @Override
    public void serialize(Double value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeNumber(new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString());
    }
  }
}
