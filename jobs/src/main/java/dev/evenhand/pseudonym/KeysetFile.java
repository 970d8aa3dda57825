package dev.evenhand.pseudonym;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.DeterministicAead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.daead.DeterministicAeadConfig;
import com.google.crypto.tink.daead.PredefinedDeterministicAeadParameters;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import com.google.crypto.tink.prf.PrfConfig;
import com.google.crypto.tink.prf.PrfSet;
import java.security.GeneralSecurityException;
import java.util.Optional;

/** A keyset as one JSON object of three Tink keysets: pseudonyms, identities, texts. */
final class KeysetFile {
  private static final String PSEUDONYMS = "pseudonyms";
  private static final String IDENTITIES = "identities";
  private static final String TEXTS = "texts";
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

  private KeysetFile() {}

  /** A new keyset of random keys. */
  static String generate() {
    ObjectNode file = JSON.createObjectNode();
    file.set(PSEUDONYMS, newKey(PredefinedPrfParameters.HMAC_SHA256_PRF));
    file.set(IDENTITIES, newKey(PredefinedDeterministicAeadParameters.AES256_SIV));
    file.set(TEXTS, newKey(PredefinedAeadParameters.AES256_GCM));
    return file.toPrettyString() + "\n";
  }

  /** Nothing if the text is no keyset; why it is none would tell of its content. */
  static Optional<Keyset> parse(String text) {
    try {
      JsonNode file = JSON.readTree(text);
      return Optional.of(
          new Keyset(
              primitive(file, PSEUDONYMS, PrfSet.class),
              primitive(file, IDENTITIES, DeterministicAead.class),
              primitive(file, TEXTS, Aead.class)));
    } catch (JsonProcessingException | GeneralSecurityException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static <P> P primitive(JsonNode file, String name, Class<P> type)
      throws GeneralSecurityException {
    String keyset = file.path(name).toString();
    return TinkJsonProtoKeysetFormat.parseKeyset(keyset, InsecureSecretKeyAccess.get())
        .getPrimitive(RegistryConfiguration.get(), type);
  }

  private static JsonNode newKey(Parameters parameters) {
    try {
      KeysetHandle key = KeysetHandle.generateNew(parameters);
      return JSON.readTree(
          TinkJsonProtoKeysetFormat.serializeKeyset(key, InsecureSecretKeyAccess.get()));
    } catch (GeneralSecurityException | JsonProcessingException e) {
      throw new IllegalStateException("no new keyset could be made: " + e.getClass().getName());
    }
  }
}
