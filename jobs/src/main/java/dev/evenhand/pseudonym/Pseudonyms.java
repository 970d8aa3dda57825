package dev.evenhand.pseudonym;

import static org.apache.spark.sql.functions.udf;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * Columns made with the keyset: pseudonyms, encrypted identities, sealed text. Null in, null out.
 *
 * <p>These are UDFs, because Spark has no keyed PRF and no authenticated encryption under a key
 * that stays out of the plan. What travels with them is the keyset's place and fingerprint; the
 * keys themselves are read by each JVM.
 */
public final class Pseudonyms {
  private final KeyReference keys;

  public Pseudonyms(Keys keys) {
    this.keys = KeyReference.to(keys);
  }

  /**
   * The pseudonym of a raw identifier (a STRING) in its canonical form; null where it is missing or
   * not of that form.
   */
  public Column pseudonym(Column raw, String namespace, CanonicalForm form) {
    var function =
        new IdentifierFunction<>(keys, purpose("pseudonym", namespace, form), Keyset::pseudonym);
    return udf(function, DataTypes.StringType).withName("pseudonym").apply(raw);
  }

  /** The encrypted canonical identifier (BINARY); null where {@link #pseudonym} is null. */
  public Column identity(Column raw, String namespace, CanonicalForm form) {
    var function =
        new IdentifierFunction<>(keys, purpose("identity", namespace, form), Keyset::identity);
    return udf(function, DataTypes.BinaryType).withName("identity").apply(raw);
  }

  private IdentifierFunction.Purpose purpose(String what, String namespace, CanonicalForm form) {
    return new IdentifierFunction.Purpose(keys.fingerprint(), what, namespace, form);
  }

  /** Bytes sealed for a context, such as the name of a source; each time differently. */
  public Column sealed(Column bytes, String context) {
    KeyReference reference = keys;
    UDF1<byte[], byte[]> sealed =
        text -> text == null ? null : reference.keyset().seal(text, context);
    return udf(sealed, DataTypes.BinaryType).asNondeterministic().withName("sealed").apply(bytes);
  }
}
