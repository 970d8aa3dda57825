package dev.evenhand.pseudonym;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.DeterministicAead;
import com.google.crypto.tink.prf.PrfSet;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;

/**
 * Three keys: a PRF for pseudonyms (HMAC-SHA256), AES-SIV for identities, AES-GCM for text.
 *
 * <p>Whoever holds it can link and read what the lake can't; nothing here is ever printed.
 */
public final class Keyset {
  private static final int PSEUDONYM_LETTERS = 23;
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int FINGERPRINT_BYTES = 8;
  private static final byte[] FINGERPRINT_INPUT = input("", "fingerprint");
  private static final int SEED_BYTES = 32;
  private static final byte[] SIGNER_INPUT = input("", "certificates");

  /** No namespace of a pipeline file holds a slash. */
  private static final String PURPOSE = "purpose/";

  private final PrfSet pseudonyms;
  private final DeterministicAead identities;
  private final Aead texts;

  Keyset(PrfSet pseudonyms, DeterministicAead identities, Aead texts) {
    this.pseudonyms = pseudonyms;
    this.identities = identities;
    this.texts = texts;
  }

  /**
   * PRF(namespace, 0, canonical identifier) as 23 letters: more than 130 bits, since a letter, a
   * byte modulo 52, is never more likely than 5 in 256.
   *
   * <p>Letters only, so that no pseudonym can hold a numeric identifier by chance or be taken for a
   * number or an option.
   */
  public String pseudonym(String namespace, String canonical) {
    return letters(prf(input(namespace, canonical), PSEUDONYM_LETTERS));
  }

  /** The identifier encrypted so that equal identifiers of a namespace are equal (AES-SIV). */
  public byte[] identity(String namespace, String canonical) {
    return checked(() -> identities.encryptDeterministically(bytes(canonical), bytes(namespace)));
  }

  /** The canonical identifier that an identity holds. */
  public String canonicalOf(String namespace, byte[] identity) {
    return text(checked(() -> identities.decryptDeterministically(identity, bytes(namespace))));
  }

  /** The text encrypted (AES-GCM) for one context; it opens with the same context only. */
  public byte[] seal(byte[] text, String context) {
    return checked(() -> texts.encrypt(text, bytes(context)));
  }

  /** What was sealed. */
  public byte[] open(byte[] sealed, String context) {
    return checked(() -> texts.decrypt(sealed, bytes(context)));
  }

  /**
   * PRF(purpose, subject key) as 23 letters: what a subject is called for one purpose. Names of two
   * purposes can't be joined without the keyset.
   */
  public String nameFor(String purpose, String subjectKey) {
    return pseudonym(PURPOSE + purpose, subjectKey);
  }

  /** Who signs certificates in the name of this keyset. */
  public Signer signer() {
    return new Signer(prf(SIGNER_INPUT, SEED_BYTES));
  }

  /** Which key makes pseudonyms now; not secret. */
  public int version() {
    return pseudonyms.getPrimaryId();
  }

  /**
   * Tells two keysets apart without telling anything of their keys. It depends on the keys of
   * pseudonyms and of identities, so that a JVM that knows a keyset from before a rotation reads it
   * anew.
   */
  public String fingerprint() {
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    input.writeBytes(FINGERPRINT_INPUT);
    input.writeBytes(
        checked(() -> identities.encryptDeterministically(FINGERPRINT_INPUT, new byte[0])));
    return HexFormat.of().formatHex(prf(input.toByteArray(), FINGERPRINT_BYTES));
  }

  private byte[] prf(byte[] input, int length) {
    return checked(() -> pseudonyms.computePrimary(input, length));
  }

  private static byte[] input(String namespace, String canonical) {
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    input.writeBytes(bytes(namespace));
    input.write(0);
    input.writeBytes(bytes(canonical));
    return input.toByteArray();
  }

  private static String letters(byte[] bytes) {
    StringBuilder letters = new StringBuilder(bytes.length);
    for (byte each : bytes) {
      letters.append(LETTERS.charAt((each & 0xff) % LETTERS.length()));
    }
    return letters.toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private interface Crypto {
    byte[] run() throws GeneralSecurityException;
  }

  /** The cause is left out: it belongs to the library, and nothing of the input may be printed. */
  private static byte[] checked(Crypto action) {
    try {
      return action.run();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "the keyset does not fit: made with other keys, for another context, or changed");
    }
  }
}
