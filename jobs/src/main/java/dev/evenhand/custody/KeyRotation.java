package dev.evenhand.custody;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.substring;

import dev.evenhand.base.DataProblem;
import dev.evenhand.lake.Catalog;
import dev.evenhand.lake.Failpoint;
import dev.evenhand.lake.Forgetting;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.table.Identities;
import dev.evenhand.pseudonym.KeyStore;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.pseudonym.OwnKeys;
import dev.evenhand.pseudonym.Pseudonyms;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * New versions of a keyset's keys, and the identities of a lake encrypted again under them.
 *
 * <p>Subject keys stay as they are, so that no other table changes: who was seen before is found by
 * their identity, and only who is new gets a subject key of the new version. A rotation that was
 * cut off is continued by the next call; until then the keys of both versions read the lake.
 */
public record KeyRotation(SparkSession spark, Lake lake) {

  /**
   * What a rotation did.
   *
   * @param isBegun whether new keys were made, and not by a call that was cut off
   * @param identities rows of the lake that were encrypted again
   * @param left lakes that the rotation has still to go through
   */
  public record Report(boolean isBegun, long identities, List<String> left) {}

  /**
   * Rotates the keys; the caller holds the lake's lease.
   *
   * @param lakes all that are to be gone through, this one among them
   */
  public Report run(Keys keys, List<String> lakes) {
    KeyStore store = new KeyStore(keys);
    boolean isThere = lake.exists(Identities.CONTRACT);
    if (isThere) {
      OwnKeys.require(lake.read(Identities.CONTRACT), keys);
    }
    boolean isBegun = store.beginRotation(lakes);
    Failpoint.reached("rotation begun");
    long rows = isThere ? encryptAgain(Keys.at(keys.path())) : 0;
    return new Report(isBegun, rows, store.endRotation(lake.files().root()));
  }

  private long encryptAgain(Keys keys) {
    Pseudonyms pseudonyms = new Pseudonyms(keys);
    byte[] prefix = keys.keyset().identityPrefix();
    Column isOld =
        not(substring(Identities.IDENTITY.column(), 1, prefix.length).equalTo(lit(prefix)));
    Dataset<Row> identities = lake.read(Identities.CONTRACT);
    long old = identities.filter(isOld).count();
    if (old > 0) {
      new Forgetting(spark, new Catalog(spark, lake.files()))
          .set(
              Identities.CONTRACT.name(),
              isOld,
              Map.of(
                  Identities.IDENTITY.name(),
                  pseudonyms.presentIdentity(
                      Identities.NAMESPACE.column(), Identities.IDENTITY.column())));
      Failpoint.reached("rotated " + Identities.CONTRACT.name());
    }
    if (!lake.read(Identities.CONTRACT).filter(isOld).isEmpty()) {
      throw new DataProblem(
          "keys rotate: identities came to the lake meanwhile. Run it again when nothing else does.");
    }
    return old;
  }
}
