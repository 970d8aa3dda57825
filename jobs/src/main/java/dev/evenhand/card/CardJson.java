package dev.evenhand.card;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;

/**
 * Cards as JSON: keys in snake_case, absent values left out; whole numbers as they are, others with
 * six significant digits.
 */
final class CardJson {
  private static final MathContext DIGITS = new MathContext(6);
  private static final double LARGEST_EXACT = 1L << 53;
  private static final ObjectMapper JSON = mapper();

  private CardJson() {}

  static String of(Object card) {
    try {
      return JSON.writeValueAsString(card) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of numbers and text are always JSON", e);
    }
  }

  /** The same as a tree. */
  static ObjectNode tree(Object card) {
    return JSON.valueToTree(card);
  }

  /**
   * From JSON to the record.
   *
   * @throws JsonProcessingException if it is none of these records
   */
  static <T> T read(JsonNode json, Class<T> type) throws JsonProcessingException {
    return JSON.treeToValue(json, type);
  }

  static JsonNode parse(String json) throws JsonProcessingException {
    return JSON.readTree(json);
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
    numbers.addDeserializer(
        Instant.class,
        new FromStringDeserializer<>(Instant.class) {
          @Override
          protected Instant _deserialize(String text, DeserializationContext context) {
            return Instant.parse(text);
          }
        });
    ObjectMapper mapper = new ObjectMapper();
    mapper.registerModule(numbers);
    mapper.setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
    mapper.setSerializationInclusion(JsonInclude.Include.NON_NULL);
    mapper.setVisibility(PropertyAccessor.ALL, Visibility.NONE);
    mapper.setVisibility(PropertyAccessor.FIELD, Visibility.ANY);
    mapper.setVisibility(PropertyAccessor.CREATOR, Visibility.ANY);
    mapper.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
    mapper.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    mapper.configure(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN, true);
    mapper.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    mapper.enable(SerializationFeature.INDENT_OUTPUT);
    mapper.enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    return mapper;
  }

  /** Sums of doubles may differ in their last digits with the order of rows; a card does not. */
  private static final class Rounded extends JsonSerializer<Double> {
    @Override
    public void serialize(Double value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      boolean isWhole = value == Math.rint(value) && Math.abs(value) < LARGEST_EXACT;
      BigDecimal exact = new BigDecimal(value);
      BigDecimal rounded = (isWhole ? exact : exact.round(DIGITS)).stripTrailingZeros();
      json.writeNumber(rounded.signum() == 0 ? "0" : rounded.toPlainString());
    }
  }
}
