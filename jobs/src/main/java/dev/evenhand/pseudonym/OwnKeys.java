package dev.evenhand.pseudonym;

import dev.evenhand.base.DataProblem;
import dev.evenhand.lake.table.Identities;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Whether a keyset is the one that a lake's identities were made with. */
public final class OwnKeys {
  private OwnKeys() {}

  /** Refuses another one: it would find nobody, and say that all is well. */
  public static void require(Dataset<Row> identities, Keys keys) {
    List<Row> one =
        identities
            .select(Identities.NAMESPACE.column(), Identities.IDENTITY.column())
            .limit(1)
            .collectAsList();
    try {
      one.forEach(row -> keys.keyset().canonicalOf(row.getString(0), row.<byte[]>getAs(1)));
    } catch (IllegalStateException e) {
      throw new DataProblem(
          "Keys: the identities of this lake were made with other keys than "
              + keys
              + ". Set "
              + Keys.VARIABLE
              + " to the keyset that the lake was filled with.");
    }
  }
}
