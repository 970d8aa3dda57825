package dev.evenhand.lake.table;

/**
 * Names in the metric tables that one step writes and another asks for, and their statuses.
 *
 * <p>Figures of models are named as {@code gate} in the pipeline file names them ({@code roc_auc},
 * {@code equalized_odds_difference}); the rest stand here.
 */
public final class Measures {
  /** Status of a figure that has a value. */
  public static final String OK = "ok";

  /** Status of a figure that is about too few to be shown. */
  public static final String WITHHELD = "withheld";

  /** The group that all withheld groups of an attribute count as together. */
  public static final String WITHHELD_GROUPS = "(withheld)";

  /** Why a figure is withheld that is about enough rows itself. */
  public static final String BESIDE_SMALL = "another group could be reckoned from it";

  /** Status of a figure that has none, for the reason given. */
  public static final String UNDEFINED = "undefined";

  /** Dataset of figures about the decisions, as opposed to a source. */
  public static final String DECISIONS = "decisions";

  /** Dataset of what a generated warehouse was made to hold. */
  public static final String TRUTH = "truth";

  /** Dataset of the data before a repair. */
  public static final String BEFORE = "before";

  /** Dataset of the data after a repair. */
  public static final String AFTER = "after";

  /** Reference of a disparity over all groups of an attribute. */
  public static final String BETWEEN_GROUPS = "between_groups";

  /** Attribute under which counts are split by cause; the cause is the group value. */
  public static final String REASON = "reason";

  // metrics.quality
  public static final String ROWS_IN = "rows_in";
  public static final String ROWS_ACCEPTED = "rows_accepted";
  public static final String ROWS_QUARANTINED = "rows_quarantined";
  public static final String ROWS_EXCLUDED_BY_CONSENT = "rows_excluded_by_consent";

  /** Of a source's column (the group value) that nothing uses, and that did not land. */
  public static final String COLUMN_LEFT = "column_not_landed";

  /** Rows of a source in whose column (the attribute) a kind of personal data was found. */
  public static final String PERSONAL_DATA_ROWS = "personal_data_rows";

  /** A group's share of the consented decisions less its share of all. */
  public static final String CONSENT_SHARE_CHANGE = "consent_share_change";

  /**
   * What a generated warehouse was made to hold: this, then the name of the figure that finds it.
   */
  public static final String PLANTED_PREFIX = "planted_";

  // metrics.balance
  /** A group's (weighted) share of the training rows. */
  public static final String SHARE = "share";

  /** A group's (weighted) share of favourable outcomes. */
  public static final String POSITIVE_RATE = "positive_rate";

  /** How well one feature (the group value) alone tells the groups of the attribute apart. */
  public static final String PROXY_AUC = "proxy_auc";

  /** In the place of a feature's name: all of them together. */
  public static final String ALL_FEATURES = "(all features)";

  /** Cramer's V of one feature (the group value) and the attribute, less what chance gives it. */
  public static final String PROXY_CRAMERS_V = "proxy_cramers_v";

  /** Their mutual information in nats, less what chance gives it. */
  public static final String PROXY_INFORMATION = "proxy_mutual_information";

  // metrics.fairness
  /** Of a subgroup with a supported gap: this, then the name of the rate. */
  public static final String SUBGROUP_PREFIX = "subgroup_";

  /** The statistic of everyone else's rate. */
  public static final String REST = "rest";

  // metrics.privacy
  public static final String K = "k";
  public static final String ROWS_SUPPRESSED = "rows_suppressed";
  public static final String CLASSES = "classes";
  public static final String INFORMATION_LOSS = "information_loss";

  /** The share of persons alone in their quasi-identifiers before these were generalized. */
  public static final String UNIQUE_QUASI = "unique_quasi_identifiers";

  /** 1 / the persons of the smallest class of the quasi-identifiers. */
  public static final String HIGHEST_RISK = "highest_risk";

  /** Classes of the quasi-identifiers / persons. */
  public static final String AVERAGE_RISK = "average_risk";

  /** The share of persons of the training set alone in all features of a row of theirs. */
  public static final String UNIQUE_FEATURES = "unique_features";

  /** The same, of those who would be alone in the whole population. */
  public static final String POPULATION_UNIQUE = "population_unique_features";

  // metrics.energy
  public static final String CPU_SECONDS = "cpu_seconds";
  public static final String KWH = "kwh";
  public static final String GRAMS_CO2E = "grams_co2e";
  public static final String COST = "cost";

  private Measures() {}
}
