package dev.evenhand.lake.table;

import static dev.evenhand.lake.Field.optional;
import static dev.evenhand.lake.Field.required;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;
import static org.apache.spark.sql.types.DataTypes.createDecimalType;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;
import org.apache.spark.sql.types.DataType;

/**
 * The privacy budget of a lake and what each release has spent of it. An entry is never changed;
 * the newest of kind budget holds.
 */
public final class PrivacyLedger {
  /** The data-protection officer sets what all releases together may spend. */
  public static final String BUDGET = "budget";

  /** A release spends, before its noise is drawn. */
  public static final String CHARGE = "charge";

  /** The figures of an earlier charge were written. */
  public static final String PUBLICATION = "publication";

  private static final DataType LOSS = createDecimalType(38, 26);

  private PrivacyLedger() {}

  public static final Field NUMBER =
      required("number", LongType, "1, 2, 3 … in the order of the entries; none is left out");
  public static final Field KIND =
      required("kind", StringType, "budget, charge or publication; run_id names the release");
  public static final Field AT = required("at", TimestampType, "wall clock");
  public static final Field EPSILON =
      required("epsilon", LOSS, "of (epsilon, delta)-differential privacy for one subject");
  public static final Field DELTA = required("delta", LOSS, "likewise");
  public static final Field RHO =
      required("rho", LOSS, "of zero-concentrated differential privacy; 0 in a budget");
  public static final Field RHO_DELTA =
      required("rho_delta", LOSS, "probability of events that rho does not cover");
  public static final Field ACCOUNTING =
      optional("accounting", StringType, "of a budget: pure sums epsilon, zcdp sums rho");
  public static final Field AUTHOR = optional("author", StringType, "who set the budget");
  public static final Field PURPOSE =
      optional("purpose", StringType, "what the release, or the budget, is for");
  public static final Field MECHANISM = optional("mechanism", StringType, "laplace or gaussian");
  public static final Field SOURCE =
      optional("source", StringType, "table or file that the figures are about");
  public static final Field SOURCE_VERSION =
      optional("source_version", LongType, "its Delta version, if it has one");
  public static final Field SUBJECT_UNIT =
      optional("subject_unit", StringType, "column of the subject; row if each row is one");
  public static final Field REQUEST =
      optional("request", StringType, "groups, measures and bounds as JSON");
  public static final Field PLACE =
      optional("place", StringType, "of a publication: where the figures are");
  public static final TableContract CONTRACT =
      TableContract.of(
              "govern.privacy_ledger",
              "The privacy budget and what releases spent of it",
              Scope.LOG,
              NUMBER,
              KIND,
              AT,
              EPSILON,
              DELTA,
              RHO,
              RHO_DELTA,
              ACCOUNTING,
              AUTHOR,
              PURPOSE,
              MECHANISM,
              SOURCE,
              SOURCE_VERSION,
              SUBJECT_UNIT,
              REQUEST,
              PLACE)
          .keyedBy(NUMBER)
          .check("costs_nothing_or_more", "epsilon >= 0 AND delta >= 0 AND rho >= 0")
          .check("kind_is_known", "kind IN ('budget', 'charge', 'publication')");
}
