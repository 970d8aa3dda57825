package dev.evenhand.pseudonym;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.DeterministicAead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.prf.PrfSet;
import dev.evenhand.base.DataProblem;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keys at work: PRFs for pseudonyms (HMAC-SHA256), AES-SIV for identities, AES-GCM for text, a PRF
 * for each purpose of exports.
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

  /** How every ciphertext of Tink's begins: this, then the number of its key, big endian. */
  private static final byte TINK = 1;

  /** No namespace of a pipeline file holds a slash. */
  private static final String PURPOSE = "purpose/";

  private final KeyRing ring;
  private final PrfSet pseudonyms;
  private final DeterministicAead identities;
  private final Aead texts;
  private final PrfSet certificates;
  private final Map<String, PrfSet> purposes = new TreeMap<>();

  private Keyset(KeyRing ring) {
    this.ring = ring;
    this.pseudonyms = primitive(ring.keys(KeyRing.Part.PSEUDONYMS), PrfSet.class);
    this.identities = primitive(ring.keys(KeyRing.Part.IDENTITIES), DeterministicAead.class);
    this.texts = primitive(ring.keys(KeyRing.Part.TEXTS), Aead.class);
    this.certificates = primitive(ring.keys(KeyRing.Part.CERTIFICATES), PrfSet.class);
    ring.purposes().forEach((name, key) -> purposes.put(name, primitive(key, PrfSet.class)));
  }

  static Keyset of(KeyRing ring) {
    return new Keyset(ring);
  }

  /**
   * PRF(namespace, 0, canonical identifier) as 23 letters: more than 130 bits, since a letter, a
   * byte modulo 52, is never more likely than 5 in 256.
   *
   * <p>Letters only, so that no pseudonym can hold a numeric identifier by chance or be taken for a
   * number or an option.
   */
  public String pseudonym(String namespace, String canonical) {
    return letters(prf(pseudonyms, input(namespace, canonical), PSEUDONYM_LETTERS));
  }

  /** The pseudonyms that any version of the key gives, the one in use first. */
  public List<String> everyPseudonym(String namespace, String canonical) {
    List<String> all = new ArrayList<>();
    for (int version : versions()) {
      byte[] input = input(namespace, canonical);
      all.add(
          letters(
              checked(() -> pseudonyms.getPrfs().get(version).compute(input, PSEUDONYM_LETTERS))));
    }
    return all;
  }

  /** The identifier encrypted so that equal identifiers of a namespace are equal (AES-SIV). */
  public byte[] identity(String namespace, String canonical) {
    return checked(() -> identities.encryptDeterministically(bytes(canonical), bytes(namespace)));
  }

  /** The identities that any version of the key gives, the one in use first. */
  public List<byte[]> everyIdentity(String namespace, String canonical) {
    List<byte[]> all = new ArrayList<>();
    KeysetHandle keys = ring.keys(KeyRing.Part.IDENTITIES);
    for (int version : versions(keys)) {
      DeterministicAead one = primitive(KeyRing.inUse(keys, version), DeterministicAead.class);
      all.add(checked(() -> one.encryptDeterministically(bytes(canonical), bytes(namespace))));
    }
    return all;
  }

  /** The canonical identifier that an identity holds. */
  public String canonicalOf(String namespace, byte[] identity) {
    return text(checked(() -> identities.decryptDeterministically(identity, bytes(namespace))));
  }

  /** How identities begin that the key in use made. */
  public byte[] identityPrefix() {
    int version = ring.keys(KeyRing.Part.IDENTITIES).getPrimary().getId();
    return ByteBuffer.allocate(1 + Integer.BYTES).put(TINK).putInt(version).array();
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
   * PRF(purpose, subject key) as 23 letters: what a certificate calls a subject. It stays the same
   * when keys are rotated.
   */
  public String nameFor(String purpose, String subjectKey) {
    return letters(prf(certificates, input(PURPOSE + purpose, subjectKey), PSEUDONYM_LETTERS));
  }

  /**
   * PRF under the purpose's own key, of a kind of name, 0 and the name, as 23 letters: what exports
   * for the purpose call a subject, a decision, an order.
   */
  public String exported(String purpose, String kind, String name) {
    requirePurpose(purpose);
    return letters(prf(purposes.get(purpose), input(kind, name), PSEUDONYM_LETTERS));
  }

  /** Refuses a purpose without a key. */
  public void requirePurpose(String purpose) {
    if (!purposes.containsKey(purpose)) {
      KeyStore.requireNotDestroyed(ring, purpose);
      throw new DataProblem(
          "--purpose %s has no key in this keyset; the purposes with one are %s. Make it with 'keys add --purpose %s', or name another."
              .formatted(purpose, KeyStore.named(purposes.keySet()), purpose));
    }
  }

  /** Who signs certificates in the name of this keyset. */
  public Signer signer() {
    return new Signer(prf(certificates, SIGNER_INPUT, SEED_BYTES));
  }

  /** Which key makes pseudonyms now; not secret. */
  public int version() {
    return pseudonyms.getPrimaryId();
  }

  /** Which keys made pseudonyms, the one in use first. */
  public List<Integer> versions() {
    return versions(ring.keys(KeyRing.Part.PSEUDONYMS));
  }

  static List<Integer> versions(KeysetHandle keys) {
    List<Integer> all = new ArrayList<>(List.of(keys.getPrimary().getId()));
    for (int i = 0; i < keys.size(); i++) {
      if (!keys.getAt(i).isPrimary()) {
        all.add(keys.getAt(i).getId());
      }
    }
    return all;
  }

  /**
   * Tells two keysets apart without telling anything of their keys. It depends on all of them, so
   * that a JVM that knows a keyset from before a change reads it anew.
   */
  public String fingerprint() {
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    input.writeBytes(FINGERPRINT_INPUT);
    input.writeBytes(
        checked(() -> identities.encryptDeterministically(FINGERPRINT_INPUT, new byte[0])));
    for (KeyRing.Part part : KeyRing.Part.values()) {
      input.writeBytes(bytes(versions(ring.keys(part)).toString()));
    }
    purposes.forEach(
        (name, key) -> {
          input.writeBytes(bytes(name));
          input.writeBytes(prf(key, FINGERPRINT_INPUT, FINGERPRINT_BYTES));
        });
    return HexFormat.of().formatHex(prf(pseudonyms, input.toByteArray(), FINGERPRINT_BYTES));
  }

  private static byte[] prf(PrfSet keys, byte[] input, int length) {
    return checked(() -> keys.computePrimary(input, length));
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

  private static <P> P primitive(KeysetHandle keys, Class<P> type) {
    return checked(() -> keys.getPrimitive(RegistryConfiguration.get(), type));
  }

  private interface Crypto<T> {
    T run() throws GeneralSecurityException;
  }

  /** The cause is left out: it belongs to the library, and nothing of the input may be printed. */
  private static <T> T checked(Crypto<T> action) {
    try {
      return action.run();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "the keyset does not fit: made with other keys, for another context, or changed");
    }
  }
}
