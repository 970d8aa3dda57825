package dev.evenhand.pseudonym;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.daead.PredefinedDeterministicAeadParameters;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All keys of a keyset's file, and how they change. Every change makes a new ring.
 *
 * @param parts Tink keysets of {@link Part}s, by name; certificates may be missing in old files
 * @param purposes a PRF key for each purpose of exports, made apart: none follows from another
 * @param destroyed when the keys of former purposes were destroyed
 * @param pending the lakes that a rotation which was begun has still to go through
 */
record KeyRing(
    Map<Part, KeysetHandle> parts,
    SortedMap<String, KeysetHandle> purposes,
    SortedMap<String, String> destroyed,
    List<String> pending) {

  /** What a part's keys are for. */
  enum Part {
    /** PRF: identifiers to subject keys. */
    PSEUDONYMS("pseudonyms", PredefinedPrfParameters.HMAC_SHA256_PRF),
    /** AES-SIV: identifiers to identities. */
    IDENTITIES("identities", PredefinedDeterministicAeadParameters.AES256_SIV),
    /** AES-GCM: quarantined text and sensitive columns. */
    TEXTS("texts", PredefinedAeadParameters.AES256_GCM),
    /** PRF: the signature of certificates, and what they call the erased; never rotated. */
    CERTIFICATES("certificates", PredefinedPrfParameters.HMAC_SHA256_PRF);

    private final String word;
    private final Parameters parameters;

    Part(String word, Parameters parameters) {
      this.word = word;
      this.parameters = parameters;
    }

    String word() {
      return word;
    }
  }

  KeyRing {
    parts = Map.copyOf(parts);
    purposes = Collections.unmodifiableSortedMap(new TreeMap<>(purposes));
    destroyed = Collections.unmodifiableSortedMap(new TreeMap<>(destroyed));
    pending = List.copyOf(pending);
  }

  /** Random keys, and no purpose. */
  static KeyRing generate() {
    Map<Part, KeysetHandle> parts = new TreeMap<>();
    for (Part part : Part.values()) {
      parts.put(part, newKey(part.parameters));
    }
    return new KeyRing(parts, new TreeMap<>(), new TreeMap<>(), List.of());
  }

  /** The keys of a part. An old file signs with the key of its pseudonyms. */
  KeysetHandle keys(Part part) {
    return parts.getOrDefault(part, parts.get(Part.PSEUDONYMS));
  }

  KeyRing withPurpose(String purpose) {
    SortedMap<String, KeysetHandle> more = new TreeMap<>(purposes);
    more.put(purpose, newKey(PredefinedPrfParameters.HMAC_SHA256_PRF));
    return new KeyRing(parts, more, destroyed, pending);
  }

  KeyRing withoutPurpose(String purpose, Instant now) {
    SortedMap<String, KeysetHandle> fewer = new TreeMap<>(purposes);
    fewer.remove(purpose);
    SortedMap<String, String> gone = new TreeMap<>(destroyed);
    gone.put(purpose, now.toString());
    return new KeyRing(parts, fewer, gone, pending);
  }

  /** With new keys in use, beside those that were; certificates keep theirs. */
  KeyRing rotated(List<String> lakes) {
    Map<Part, KeysetHandle> rotated = new TreeMap<>();
    for (Part part : Part.values()) {
      boolean isRotated = part != Part.CERTIFICATES;
      rotated.put(part, isRotated ? withNewKey(keys(part), part.parameters) : keys(part));
    }
    return new KeyRing(rotated, purposes, destroyed, lakes);
  }

  KeyRing pending(List<String> lakes) {
    return new KeyRing(parts, purposes, destroyed, lakes);
  }

  /** Without keys of a part, none of which is in use. */
  KeyRing without(Part part, Set<Integer> versions) {
    KeysetHandle.Builder builder = KeysetHandle.newBuilder(keys(part));
    for (int i = builder.size() - 1; i >= 0; i--) {
      if (versions.contains(keys(part).getAt(i).getId())) {
        builder.deleteAt(i);
      }
    }
    Map<Part, KeysetHandle> fewer = new TreeMap<>(parts);
    fewer.put(Part.CERTIFICATES, keys(Part.CERTIFICATES));
    fewer.put(part, built(builder));
    return new KeyRing(fewer, purposes, destroyed, pending);
  }

  /** The same keys, another one in use. */
  static KeysetHandle inUse(KeysetHandle keys, int version) {
    KeysetHandle.Builder builder = KeysetHandle.newBuilder(keys);
    for (int i = 0; i < builder.size(); i++) {
      if (keys.getAt(i).getId() == version) {
        builder.getAt(i).makePrimary();
      }
    }
    return built(builder);
  }

  /** Names alone: no key. */
  @Override
  public String toString() {
    return "keys of " + parts.keySet() + ", purposes " + purposes.keySet();
  }

  private static KeysetHandle withNewKey(KeysetHandle keys, Parameters parameters) {
    return built(
        KeysetHandle.newBuilder(keys)
            .addEntry(
                KeysetHandle.generateEntryFromParameters(parameters).withRandomId().makePrimary()));
  }

  private static KeysetHandle newKey(Parameters parameters) {
    try {
      return KeysetHandle.generateNew(parameters);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no new key could be made: " + e.getClass().getName());
    }
  }

  private static KeysetHandle built(KeysetHandle.Builder builder) {
    try {
      return builder.build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a keyset could not be changed: " + e.getClass().getName());
    }
  }
}
