package dev.evenhand.support;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.prf.HmacPrfKey;
import com.google.crypto.tink.prf.HmacPrfParameters;
import com.google.crypto.tink.util.SecretBytes;
import dev.evenhand.pseudonym.Keys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/**
 * Keysets whose pseudonyms are the same in each run of the tests, and with them the draw of who
 * trains and who tests: what a small sample shows should not depend on luck.
 */
public final class FixedKeys {
  private static final byte[] SECRET =
      "the key of tests, which is no secret".substring(0, 32).getBytes(StandardCharsets.US_ASCII);

  private FixedKeys() {}

  /** A keyset made in the folder. */
  public static Keys in(Path folder) {
    Path path = Keys.madeAt(folder.resolve("keys.json")).path();
    ObjectMapper json = new ObjectMapper();
    try {
      ObjectNode keyset = (ObjectNode) json.readTree(path.toFile());
      keyset.set("pseudonyms", json.readTree(pseudonyms()));
      Files.writeString(path, keyset.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    return Keys.at(path);
  }

  @AccessesPartialKey
  private static String pseudonyms() throws GeneralSecurityException {
    HmacPrfParameters parameters =
        HmacPrfParameters.builder()
            .setKeySizeBytes(SECRET.length)
            .setHashType(HmacPrfParameters.HashType.SHA256)
            .build();
    HmacPrfKey key =
        HmacPrfKey.builder()
            .setParameters(parameters)
            .setKeyBytes(SecretBytes.copyFrom(SECRET, InsecureSecretKeyAccess.get()))
            .build();
    KeysetHandle keyset =
        KeysetHandle.newBuilder()
            .addEntry(KeysetHandle.importKey(key).withFixedId(1).makePrimary())
            .build();
    return TinkJsonProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get());
  }
}
