package dev.evenhand.lake.table;

import static dev.evenhand.lake.Field.required;
import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;

/** Which identity a subject key stands for; the identifier is AES-SIV encrypted. */
public final class Identities {
  private Identities() {}

  public static final Field NAMESPACE =
      required("namespace", StringType, "what kind of identifier: household, customer");
  public static final Field IDENTITY =
      required("identity", BinaryType, "AES-SIV of the canonical identifier");
  public static final Field SUBJECT_KEY =
      required(
          "subject_key",
          StringType,
          "pseudonym of the customer; PRF of namespace and canonical identifier");
  public static final Field KEY_VERSION =
      required("key_version", IntegerType, "version of the key that made subject_key");
  public static final TableContract CONTRACT =
      TableContract.of(
              "secure.identities",
              "Encrypted identities and their subject keys",
              Scope.PIPELINE,
              NAMESPACE,
              IDENTITY,
              SUBJECT_KEY,
              KEY_VERSION)
          .keyedBy(SUBJECT_KEY);
}
