package dev.evenhand.pseudonym;

import com.google.crypto.tink.subtle.Ed25519Sign;
import com.google.crypto.tink.subtle.Ed25519Verify;
import java.security.GeneralSecurityException;

/**
 * Signs certificates (Ed25519). Its key is made from the keyset, so who holds the keyset signs, and
 * who holds the public key verifies.
 */
public final class Signer {
  private final Ed25519Sign key;
  private final byte[] publicKey;

  /**
   * @param seed 32 secret bytes
   */
  Signer(byte[] seed) {
    try {
      Ed25519Sign.KeyPair pair = Ed25519Sign.KeyPair.newKeyPairFromSeed(seed);
      this.key = new Ed25519Sign(pair.getPrivateKey());
      this.publicKey = pair.getPublicKey();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no signing key could be made: " + e.getClass().getName());
    }
  }

  public byte[] sign(byte[] text) {
    try {
      return key.sign(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("not signed: " + e.getClass().getName());
    }
  }

  /** What verifies the signatures; not secret. */
  public byte[] publicKey() {
    return publicKey.clone();
  }

  /** Whether the text was signed by whoever holds the key behind this public one. */
  public static boolean verifies(byte[] publicKey, byte[] text, byte[] signature) {
    try {
      new Ed25519Verify(publicKey).verify(signature, text);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
