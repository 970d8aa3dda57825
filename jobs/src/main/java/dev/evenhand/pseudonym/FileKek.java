package dev.evenhand.pseudonym;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.KmsClient;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/**
 * A key service for one machine: {@code file:///path} is an AES-256-GCM key in a file, best on
 * another disk than the keyset.
 */
final class FileKek implements KmsClient {
  private static final String SCHEME = "file:///";

  /** Makes the key of a URI, unless it is there; whether it was made. */
  static boolean make(String uri) throws IOException, GeneralSecurityException {
    AeadConfig.register();
    Path path = path(uri);
    return Files.notExists(path)
        && OwnerFile.make(
            path,
            TinkJsonProtoKeysetFormat.serializeKeyset(
                KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM),
                InsecureSecretKeyAccess.get()));
  }

  static boolean isOne(String uri) {
    return uri.startsWith(SCHEME) && uri.length() > SCHEME.length();
  }

  @Override
  public boolean doesSupport(String uri) {
    return isOne(uri);
  }

  @Override
  public KmsClient withCredentials(String path) {
    return this;
  }

  @Override
  public KmsClient withDefaultCredentials() {
    return this;
  }

  @Override
  public Aead getAead(String uri) throws GeneralSecurityException {
    Path path = path(uri);
    if (!Files.isRegularFile(path)) {
      throw new KekProblem("there is no such file");
    }
    try {
      AeadConfig.register();
      return TinkJsonProtoKeysetFormat.parseKeyset(
              Files.readString(path), InsecureSecretKeyAccess.get())
          .getPrimitive(RegistryConfiguration.get(), Aead.class);
    } catch (IOException e) {
      throw new KekProblem("the file can't be read");
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new KekProblem("the file is no key");
    }
  }

  private static Path path(String uri) throws KekProblem {
    try {
      return Path.of(URI.create(uri));
    } catch (RuntimeException e) {
      throw new KekProblem("it is no place of a file");
    }
  }
}
