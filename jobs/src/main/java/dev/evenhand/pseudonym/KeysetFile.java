package dev.evenhand.pseudonym;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.daead.DeterministicAeadConfig;
import com.google.crypto.tink.prf.PrfConfig;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A keyset's file: one JSON object of Tink keysets; or, sealed, that object in an envelope: under a
 * key of its own, which the key that a URI names encrypts.
 *
 * <p>A file without {@link #FORMAT} is of the first format: pseudonyms, identities and texts.
 *
 * @param kek the URI of the key that seals the file; empty if it stands in the clear
 */
record KeysetFile(KeyRing ring, Optional<String> kek) {
  private static final String FORMAT = "format";
  private static final String THIS_FORMAT = "evenhand-keys-2";
  private static final String KEK = "kek";
  private static final String SEALED = "sealed";
  private static final String PURPOSES = "purposes";
  private static final String DESTROYED = "destroyed";
  private static final String PENDING = "rotation_pending";
  static final String UNKNOWN = "which is not a keyset of Evenhand";
  private static final ObjectMapper JSON = new ObjectMapper();

  static {
    try {
      PrfConfig.register();
      DeterministicAeadConfig.register();
      AeadConfig.register();
    } catch (GeneralSecurityException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Random keys in the clear. */
  static KeysetFile generate() {
    return new KeysetFile(KeyRing.generate(), Optional.empty());
  }

  KeysetFile with(KeyRing changed) {
    return new KeysetFile(changed, kek);
  }

  /** Why a text is no keyset would tell of its content, and is not told. */
  static KeysetFile parse(String text) throws NotAKeyset {
    JsonNode file = tree(text);
    String format = file.path(FORMAT).asText("");
    if (!format.isEmpty() && !format.equals(THIS_FORMAT)) {
      throw new NotAKeyset("whose format this version does not know; a later one wrote it");
    }
    if (!file.has(KEK)) {
      return new KeysetFile(ring(file), Optional.empty());
    }
    String uri = file.path(KEK).asText();
    byte[] sealed = decoded(file.path(SEALED).asText());
    String opened = new String(Envelope.of(uri).open(sealed), StandardCharsets.UTF_8);
    return new KeysetFile(ring(tree(opened)), Optional.of(uri));
  }

  /** What the file says. */
  String text() throws NotAKeyset {
    ObjectNode clear = JSON.createObjectNode().put(FORMAT, THIS_FORMAT);
    try {
      for (KeyRing.Part part : KeyRing.Part.values()) {
        clear.set(part.word(), json(ring.keys(part)));
      }
      ObjectNode purposes = clear.putObject(PURPOSES);
      for (Map.Entry<String, KeysetHandle> purpose : ring.purposes().entrySet()) {
        purposes.set(purpose.getKey(), json(purpose.getValue()));
      }
    } catch (GeneralSecurityException | JsonProcessingException e) {
      throw new IllegalStateException("a keyset can't be written: " + e.getClass().getName());
    }
    ring.destroyed().forEach(clear.putObject(DESTROYED)::put);
    ring.pending().forEach(clear.putArray(PENDING)::add);
    return (kek.isPresent() ? sealed(clear, kek.get()) : clear).toPrettyString() + "\n";
  }

  private static ObjectNode sealed(ObjectNode clear, String uri) throws NotAKeyset {
    byte[] sealed = Envelope.of(uri).seal(clear.toString().getBytes(StandardCharsets.UTF_8));
    return JSON.createObjectNode()
        .put(FORMAT, THIS_FORMAT)
        .put(KEK, uri)
        .put(SEALED, Base64.getEncoder().encodeToString(sealed));
  }

  private static KeyRing ring(JsonNode file) throws NotAKeyset {
    try {
      Map<KeyRing.Part, KeysetHandle> parts = new TreeMap<>();
      for (KeyRing.Part part : KeyRing.Part.values()) {
        if (part != KeyRing.Part.CERTIFICATES || file.has(part.word())) {
          parts.put(part, handle(file.path(part.word())));
        }
      }
      SortedMap<String, KeysetHandle> purposes = new TreeMap<>();
      for (Map.Entry<String, JsonNode> purpose : file.path(PURPOSES).properties()) {
        purposes.put(purpose.getKey(), handle(purpose.getValue()));
      }
      SortedMap<String, String> destroyed = new TreeMap<>();
      file.path(DESTROYED)
          .properties()
          .forEach(purpose -> destroyed.put(purpose.getKey(), purpose.getValue().asText()));
      List<String> pending = new ArrayList<>();
      file.path(PENDING).forEach(lake -> pending.add(lake.asText()));
      return new KeyRing(parts, purposes, destroyed, pending);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new NotAKeyset(UNKNOWN);
    }
  }

  private static JsonNode tree(String text) throws NotAKeyset {
    try {
      JsonNode tree = JSON.readTree(text);
      if (tree.isObject()) {
        return tree;
      }
    } catch (JsonProcessingException e) {
      // as if it were something else
    }
    throw new NotAKeyset(UNKNOWN);
  }

  private static byte[] decoded(String sealed) throws NotAKeyset {
    try {
      return Base64.getDecoder().decode(sealed);
    } catch (IllegalArgumentException e) {
      throw new NotAKeyset(UNKNOWN);
    }
  }

  private static KeysetHandle handle(JsonNode keyset) throws GeneralSecurityException {
    return TinkJsonProtoKeysetFormat.parseKeyset(keyset.toString(), InsecureSecretKeyAccess.get());
  }

  private static JsonNode json(KeysetHandle keyset)
      throws GeneralSecurityException, JsonProcessingException {
    return JSON.readTree(
        TinkJsonProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get()));
  }

  /** Where it is sealed, and no key. */
  @Override
  public String toString() {
    return kek.map(uri -> "a keyset sealed by " + uri).orElse("a keyset in the clear");
  }
}
