package dev.evenhand.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How every key of a clear keyset's file, or a key of a key service's file, could stand somewhere:
 * as bytes, in hexadecimal and in base64, whatever is before and after it.
 *
 * <p>A key's last 32 bytes are looked for: keys of Tink are messages that end with the key itself.
 */
public final class KeyBytes {
  private static final int LENGTH = 32;
  private static final int ALIGNMENTS = 3;

  private KeyBytes() {}

  /** Patterns in ISO 8859-1, one character a byte, by the place of the key in its file. */
  public static Map<String, List<String>> of(Path file) {
    Map<String, List<String>> patterns = new TreeMap<>();
    try {
      collect("", new ObjectMapper().readTree(file.toFile()), patterns);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return patterns;
  }

  private static void collect(String place, JsonNode node, Map<String, List<String>> patterns) {
    if (node.path("keyData").path("value").isTextual()) {
      byte[] message = Base64.getDecoder().decode(node.path("keyData").path("value").asText());
      byte[] key = Arrays.copyOfRange(message, message.length - LENGTH, message.length);
      patterns.put(place + "/" + node.path("keyId").asText(), written(key));
      return;
    }
    node.properties()
        .forEach(child -> collect(place + "/" + child.getKey(), child.getValue(), patterns));
    if (node.isArray()) {
      node.forEach(child -> collect(place, child, patterns));
    }
  }

  private static List<String> written(byte[] key) {
    List<String> all = new ArrayList<>();
    all.add(new String(key, StandardCharsets.ISO_8859_1));
    all.add(HexFormat.of().formatHex(key));
    all.add(HexFormat.of().withUpperCase().formatHex(key));
    all.add(Arrays.toString(key).replaceAll("[\\[\\]]", ""));
    for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
      for (int shift = 0; shift < ALIGNMENTS; shift++) {
        byte[] shifted = new byte[shift + key.length];
        System.arraycopy(key, 0, shifted, shift, key.length);
        String text = encoder.withoutPadding().encodeToString(shifted);
        all.add(text.substring(shift == 0 ? 0 : shift + 1, text.length() - 2)); // own characters
      }
    }
    return all;
  }
}
