package dev.evenhand.history;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.bool_and;
import static org.apache.spark.sql.functions.bool_or;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.lake.table.Consents;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Reads the consent ledger as of a moment.
 *
 * <p>Of entries about the same thing that were recorded and valid by then, the one with the latest
 * valid_from is in force; of several, the one recorded last; of several still, a refusal. An entry
 * without a jurisdiction holds in every one, and so does what a customer prefers. A subject may be
 * used if, in each jurisdiction that an entry of theirs names, the entry in force
 *
 * <ul>
 *   <li>about the use for the purpose is a grant (or there is none, under opt-out, and the subject
 *       is of age there),
 *   <li>about the use for every purpose, and about profiling, is no refusal,
 *   <li>about the topic is no refusal, nor are they granted other topics alone.
 * </ul>
 *
 * A minor below the age of a jurisdiction needs a grant that counts there, whatever else the ledger
 * holds: one that the minor gave is none. A refusal of automated decisions asks for a person to
 * decide.
 */
public final class ConsentLedger {
  /** Whether a subject may be used, BOOLEAN. */
  public static final String IS_ALLOWED = "is_allowed";

  /** Whether a person must decide about the subject, BOOLEAN. */
  public static final String NEEDS_PERSON = "needs_person";

  /** When a subject was born, DATE. */
  public static final String BORN = "born";

  private static final String ANY = "any ";
  private static final String TOPIC = "topic ";
  private static final String LINE = "line";
  private static final String PLACE = "place";
  private static final String ORDER = "order";
  private static final String REFUSED = "is_refusal";
  private static final String NAMED = "named";

  private ConsentLedger() {}

  /** subject_key of everyone whose consent to the purpose is in force; no entry is no consent. */
  public static Dataset<Row> granted(Dataset<Row> ledger, String purpose, Instant asOf) {
    return standing(ledger, ConsentRules.of(purpose), asOf)
        .filter(col(IS_ALLOWED))
        .select(Consents.SUBJECT_KEY.column());
  }

  /**
   * The rows with {@link #IS_ALLOWED} and {@link #NEEDS_PERSON} of their subject.
   *
   * @param rows with subject_key
   * @param births subject_key, once, and {@link #BORN}; used if the rules ask for an age
   */
  public static Dataset<Row> judged(
      Dataset<Row> rows,
      Dataset<Row> ledger,
      Optional<Dataset<Row>> births,
      ConsentRules rules,
      Instant asOf) {
    String key = Consents.SUBJECT_KEY.name();
    Dataset<Row> judged =
        rows.join(standing(dated(ledger, births), rules, asOf), key, "left_outer");
    Column otherwise = lit(rules.isOptOut());
    if (rules.isOptOut() && rules.age().isPresent()) {
      judged = judged.join(births.orElseThrow(), key, "left_outer");
      otherwise = unsaid(rules, nowhere(), col(BORN), asOf);
    }
    return judged
        .withColumn(IS_ALLOWED, coalesce(col(IS_ALLOWED), otherwise))
        .withColumn(NEEDS_PERSON, coalesce(col(NEEDS_PERSON), lit(false)))
        .drop(BORN);
  }

  /**
   * subject_key, purpose and recorded_at of the refusals in force of the use and of profiling, by
   * jurisdiction.
   *
   * @param rules whose purpose they are told of; of every one where that is {@code *}
   * @param births as in {@link #judged}
   */
  public static Dataset<Row> refusals(
      Dataset<Row> ledger, Optional<Dataset<Row>> births, ConsentRules rules, Instant asOf) {
    List<String> lines = List.of(Consents.USE, Consents.PROFILING);
    Column isAbout =
        col(LINE)
            .isin(lines.toArray())
            .or(col(LINE).isin(lines.stream().map(ANY::concat).toArray()));
    return inForce(known(dated(ledger, births), rules, asOf), rules)
        .filter(col(REFUSED).and(isAbout))
        .select(
            Consents.SUBJECT_KEY.column(),
            lit(rules.purpose()).as(Consents.PURPOSE.name()),
            Consents.RECORDED_AT.column());
  }

  private static Dataset<Row> dated(Dataset<Row> ledger, Optional<Dataset<Row>> births) {
    return births
        .map(each -> ledger.join(each, Consents.SUBJECT_KEY.name(), "left_outer"))
        .orElse(ledger);
  }

  /**
   * subject_key, {@link #IS_ALLOWED} and {@link #NEEDS_PERSON} of everyone with an entry that is
   * known and counts.
   *
   * @param ledger with {@link #BORN} if the rules ask for an age
   */
  static Dataset<Row> standing(Dataset<Row> ledger, ConsentRules rules, Instant asOf) {
    return inForce(known(ledger, rules, asOf), rules)
        .groupBy(Consents.SUBJECT_KEY.column(), col(PLACE))
        .agg(
            isAllowed(rules, unsaid(rules, col(PLACE), max(col(BORN)), asOf)).as(IS_ALLOWED),
            isRefused(Consents.AUTOMATION).as(NEEDS_PERSON))
        .groupBy(Consents.SUBJECT_KEY.column())
        .agg(bool_and(col(IS_ALLOWED)).as(IS_ALLOWED), bool_or(col(NEEDS_PERSON)).as(NEEDS_PERSON));
  }

  private static Dataset<Row> known(Dataset<Row> ledger, ConsentRules rules, Instant asOf) {
    Column moment = lit(Timestamp.from(asOf));
    return ledger
        .filter(Consents.PURPOSE.column().isin(rules.purpose(), Consents.EVERY_PURPOSE))
        .filter(Consents.VALID_FROM.column().leq(moment))
        .filter(Consents.RECORDED_AT.column().leq(moment));
  }

  /** subject_key, place and line; of the entry in force, whether it refuses, and since; birth. */
  private static Dataset<Row> inForce(Dataset<Row> known, ConsentRules rules) {
    Column order =
        struct(
            Consents.VALID_FROM.column(), Consents.RECORDED_AT.column(), isRefusal().as(REFUSED));
    Column born = rules.age().isPresent() ? col(BORN) : lit(null).cast("date");
    Column counts =
        rules
            .age()
            .map(age -> new Majority(age, col(PLACE), born).counts(isRefusal()))
            .orElse(lit(true));
    Column isEverywhere = col(PLACE).isNull();
    Column named = collect_set(col(PLACE)).over(Window.partitionBy(Consents.SUBJECT_KEY.column()));
    Column places =
        when(isEverywhere.and(size(col(NAMED)).equalTo(0)), array(nowhere()))
            .when(isEverywhere, col(NAMED))
            .otherwise(array(col(PLACE)));
    // A grant that holds everywhere is judged anew by the age of each place that is named.
    return known
        .withColumn(PLACE, place())
        .filter(isEverywhere.or(counts))
        .withColumn(NAMED, named)
        .withColumn(PLACE, explode(places))
        .filter(counts)
        .groupBy(Consents.SUBJECT_KEY.column(), col(PLACE), line().as(LINE))
        .agg(
            max(order).getField(REFUSED).as(REFUSED),
            max(order).getField(Consents.RECORDED_AT.name()).as(Consents.RECORDED_AT.name()),
            max(born).as(BORN));
  }

  /** Whether somebody may be used of whose use for the purpose no entry says anything. */
  private static Column unsaid(ConsentRules rules, Column place, Column born, Instant asOf) {
    if (!rules.isOptOut()) {
      return lit(false);
    }
    return rules
        .age()
        .map(age -> new Majority(age, place, born).isOfAge(lit(Timestamp.from(asOf))))
        .orElse(lit(true));
  }

  private static Column nowhere() {
    return lit(null).cast("string");
  }

  private static Column isRefusal() {
    return Consents.STATUS.column().notEqual(Consents.GRANTED);
  }

  /** What an entry is about; a preference is about its topic, whatever the purpose. */
  private static Column line() {
    Column about = about();
    return when(isPreference(), concat(lit(TOPIC), coalesce(Consents.TOPIC.column(), lit(""))))
        .when(Consents.PURPOSE.column().equalTo(Consents.EVERY_PURPOSE), concat(lit(ANY), about))
        .otherwise(about);
  }

  private static Column place() {
    return when(not(isPreference()), Consents.JURISDICTION.column());
  }

  private static Column isPreference() {
    return about().equalTo(Consents.PREFERENCE);
  }

  private static Column about() {
    return coalesce(Consents.ABOUT.column(), lit(Consents.USE));
  }

  /** Of the lines of a place. */
  private static Column isAllowed(ConsentRules rules, Column unsaid) {
    Column uses = coalesce(not(refusal(Consents.USE)), unsaid);
    Column isRefused = coalesce(refusal(ANY + Consents.USE), lit(false));
    Column wants = rules.topic().map(ConsentLedger::wants).orElse(lit(true));
    return uses.and(not(isRefused)).and(not(isRefused(Consents.PROFILING))).and(wants);
  }

  private static Column wants(String topic) {
    Column isOther = col(LINE).startsWith(TOPIC).and(col(LINE).notEqual(TOPIC + topic));
    Column wantsOthers = coalesce(bool_or(isOther.and(not(col(REFUSED)))), lit(false));
    return coalesce(not(refusal(TOPIC + topic)), not(wantsOthers));
  }

  /** For the purpose or for every one. */
  private static Column isRefused(String about) {
    return coalesce(refusal(about), lit(false)).or(coalesce(refusal(ANY + about), lit(false)));
  }

  /** Null if there is no entry. */
  private static Column refusal(String line) {
    return max(when(col(LINE).equalTo(line), col(REFUSED)));
  }
}
