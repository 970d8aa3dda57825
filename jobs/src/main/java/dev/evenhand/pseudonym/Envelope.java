package dev.evenhand.pseudonym;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KmsClient;
import com.google.crypto.tink.KmsClients;
import com.google.crypto.tink.aead.KmsEnvelopeAead;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;

/**
 * Seals bytes under a key of their own (AES-256-GCM), which the key behind a URI encrypts; that key
 * never leaves where it is kept.
 *
 * <p>{@code file:///path} is a key in a file, {@code aws-kms://arn:…} one of AWS. Other URIs go to
 * the client that Tink's registry has for them.
 */
record Envelope(String uri, Aead aead) {
  private static final byte[] CONTEXT = "evenhand keyset".getBytes(StandardCharsets.UTF_8);
  private static final List<KmsClient> OWN = List.of(new FileKek(), new AwsKek());

  static Envelope of(String uri) throws NotAKeyset {
    try {
      return new Envelope(
          uri,
          KmsEnvelopeAead.create(PredefinedAeadParameters.AES256_GCM, client(uri).getAead(uri)));
    } catch (GeneralSecurityException e) {
      throw new NotAKeyset("whose key " + uri + " can't be used: " + reason(e));
    }
  }

  byte[] seal(byte[] clear) throws NotAKeyset {
    try {
      return aead.encrypt(clear, CONTEXT);
    } catch (GeneralSecurityException e) {
      throw new NotAKeyset("which " + uri + " does not seal: " + reason(e));
    }
  }

  byte[] open(byte[] sealed) throws NotAKeyset {
    try {
      return aead.decrypt(sealed, CONTEXT);
    } catch (GeneralSecurityException e) {
      throw new NotAKeyset(
          "which " + uri + " does not open: another key sealed it, or it was changed");
    }
  }

  private static KmsClient client(String uri) throws GeneralSecurityException, NotAKeyset {
    for (KmsClient own : OWN) {
      if (own.doesSupport(uri)) {
        return own.withDefaultCredentials();
      }
    }
    try {
      return KmsClients.get(uri);
    } catch (GeneralSecurityException e) {
      throw new NotAKeyset(
          "whose key "
              + uri
              + " no key service here knows: file:///path and aws-kms://arn:… are known; another"
              + " needs a client for it in Tink's registry");
    }
  }

  /** What a client of ours says is safe to tell; of another's failure only its kind is told. */
  private static String reason(GeneralSecurityException e) {
    return e instanceof KekProblem ? e.getMessage() : e.getClass().getSimpleName();
  }
}
