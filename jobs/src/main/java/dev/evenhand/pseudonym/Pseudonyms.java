package dev.evenhand.pseudonym;

import static org.apache.spark.sql.functions.udf;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
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

  /** The pseudonym that the key in use gives to whom an identity (BINARY) is of. */
  public Column presentPseudonym(Column namespace, Column identity) {
    KeyReference reference = keys;
    UDF2<String, byte[], String> present =
        (name, bytes) -> {
          Keyset keyset = reference.keyset();
          return keyset.pseudonym(name, keyset.canonicalOf(name, bytes));
        };
    return udf(present, DataTypes.StringType)
        .withName("present_pseudonym")
        .apply(namespace, identity);
  }

  /** An identity (BINARY) under the key in use. */
  public Column presentIdentity(Column namespace, Column identity) {
    KeyReference reference = keys;
    UDF2<String, byte[], byte[]> present =
        (name, bytes) -> {
          Keyset keyset = reference.keyset();
          return keyset.identity(name, keyset.canonicalOf(name, bytes));
        };
    return udf(present, DataTypes.BinaryType)
        .withName("present_identity")
        .apply(namespace, identity);
  }

  /**
   * What exports for a purpose call a subject, a decision or an order.
   *
   * @param kind what the name is of: names of two kinds are never equal
   */
  public Column exported(Column name, String purpose, String kind) {
    KeyReference reference = keys;
    UDF1<String, String> exported =
        text -> text == null ? null : reference.keyset().exported(purpose, kind, text);
    return udf(exported, DataTypes.StringType).withName("exported").apply(name);
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

  /** Bytes sealed, each for a context of its own, a STRING column. */
  public Column sealed(Column bytes, Column context) {
    KeyReference reference = keys;
    UDF2<byte[], String, byte[]> sealed =
        (text, where) -> text == null ? null : reference.keyset().seal(text, where);
    return udf(sealed, DataTypes.BinaryType)
        .asNondeterministic()
        .withName("sealed")
        .apply(bytes, context);
  }

  /** What was sealed for the context beside it. */
  public Column opened(Column sealed, Column context) {
    KeyReference reference = keys;
    UDF2<byte[], String, byte[]> opened =
        (bytes, where) -> bytes == null ? null : reference.keyset().open(bytes, where);
    return udf(opened, DataTypes.BinaryType).withName("opened").apply(sealed, context);
  }

  /** What {@link #sealed} sealed for a context. */
  public Column opened(Column sealed, String context) {
    KeyReference reference = keys;
    UDF1<byte[], byte[]> opened =
        bytes -> bytes == null ? null : reference.keyset().open(bytes, context);
    return udf(opened, DataTypes.BinaryType).withName("opened").apply(sealed);
  }

  /**
   * The pseudonyms (an ARRAY of STRING) of all that could be an identifier in a sealed text.
   *
   * @param context the context that each text was sealed for, a STRING column
   */
  public Column mentioned(Column sealed, Column context, List<String> namespaces) {
    KeyReference reference = keys;
    List<String> all = List.copyOf(namespaces);
    UDF2<byte[], String, String[]> mentioned =
        (bytes, source) -> {
          Keyset keyset = reference.keyset();
          String text = new String(keyset.open(bytes, source), StandardCharsets.UTF_8);
          return Mentions.in(text, keyset, all);
        };
    return udf(mentioned, DataTypes.createArrayType(DataTypes.StringType, false))
        .withName("mentioned")
        .apply(sealed, context);
  }

  /** Whether the identifier that an identity (BINARY) holds is in a form already. */
  public Column isInForm(Column identity, String namespace, CanonicalForm form) {
    KeyReference reference = keys;
    UDF1<byte[], Boolean> isInForm =
        bytes -> {
          String canonical = reference.keyset().canonicalOf(namespace, bytes);
          return canonical.equals(form.of(canonical));
        };
    return udf(isInForm, DataTypes.BooleanType).withName("is_in_form").apply(identity);
  }
}
