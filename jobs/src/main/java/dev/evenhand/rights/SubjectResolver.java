package dev.evenhand.rights;

import static org.apache.spark.sql.functions.bool_and;
import static org.apache.spark.sql.functions.col;

import dev.evenhand.base.DataProblem;
import dev.evenhand.base.Quoted;
import dev.evenhand.lake.Catalog;
import dev.evenhand.lake.SmallRows;
import dev.evenhand.lake.table.Identities;
import dev.evenhand.pseudonym.CanonicalForm;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.pseudonym.OwnKeys;
import dev.evenhand.pseudonym.Pseudonyms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * From what a customer is called to the subject keys of a lake, by {@code secure.identities}.
 *
 * <p>A line is a subject key, or an identifier as its source writes it. An identifier is taken as
 * it stands; if nobody has it, in each form in which every identity of the namespace is written.
 */
public final class SubjectResolver {
  private static final String LINE = "line";
  private static final String ATTEMPT = "attempt";

  /** The same for all identities of one identifier, whichever version of the key made them. */
  private static final String WHO = "who";

  private static final Pattern KEY = Pattern.compile("[A-Za-z]{23}");
  private static final StructType GUESSES =
      new StructType()
          .add(LINE, DataTypes.IntegerType)
          .add(ATTEMPT, DataTypes.IntegerType)
          .add(Identities.IDENTITY.name(), DataTypes.BinaryType)
          .add(Footprint.KEY, DataTypes.StringType)
          .add(WHO, DataTypes.StringType);

  private final Catalog catalog;
  private final Keys keys;
  private final Pseudonyms pseudonyms;

  public SubjectResolver(Catalog catalog, Keys keys) {
    this.catalog = catalog;
    this.keys = keys;
    this.pseudonyms = new Pseudonyms(keys);
  }

  /**
   * Who the lines name.
   *
   * @param keys subject keys in order, each once
   * @param unknown numbers of the lines, from 1, that name nobody here
   */
  public record Resolved(List<String> keys, List<Integer> unknown) {}

  /** The kinds of identifiers that the lake knows, in order. */
  public List<String> namespaces() {
    return catalog.has(Identities.CONTRACT.name())
        ? SmallRows.sorted(
                identities().select(Identities.NAMESPACE.column()).distinct(),
                Identities.NAMESPACE.column())
            .stream()
            .map(row -> row.getString(0))
            .toList()
        : List.of();
  }

  /**
   * Looks up the lines.
   *
   * @param namespace the kind of identifier; needed if the lake knows several and a line is no key
   */
  public Resolved resolve(Map<Integer, String> lines, Optional<String> namespace) {
    if (catalog.has(Identities.CONTRACT.name())) {
      OwnKeys.require(identities(), keys);
    }
    List<String> known = namespaces();
    namespace.ifPresent(name -> requireKnown(name, known));
    Map<Integer, Set<String>> byKey = new TreeMap<>(found(guessKeys(lines), Footprint.KEY));
    Map<Integer, String> rest = new TreeMap<>(lines);
    rest.keySet().removeAll(byKey.keySet());
    if (!rest.isEmpty() && !known.isEmpty()) {
      String kind = namespace.orElseGet(() -> only(known));
      byKey.putAll(found(guess(rest, kind), Identities.IDENTITY.name()));
      rest.keySet().removeAll(byKey.keySet());
    }
    byKey.putAll(withoutIdentity(rest));
    rest.keySet().removeAll(byKey.keySet());
    Set<String> all = new TreeSet<>();
    byKey.values().forEach(all::addAll);
    return new Resolved(List.copyOf(all), List.copyOf(rest.keySet()));
  }

  /** Keys that stand in some table, though no identity has them. */
  private Map<Integer, Set<String>> withoutIdentity(Map<Integer, String> lines) {
    Map<Integer, Set<String>> found = new TreeMap<>();
    List<Row> asKeys =
        guessKeys(lines).stream().filter(row -> KEY.matcher(row.getString(3)).matches()).toList();
    if (asKeys.isEmpty()) {
      return found;
    }
    Dataset<Row> guessed = catalog.spark().createDataFrame(asKeys, GUESSES);
    for (Footprint footprint : new Tracing(catalog).footprints()) {
      for (String column : footprint.subjectColumns()) {
        Dataset<Row> held =
            catalog.rows(footprint.table()).select(col(Quoted.name(column)).as(Footprint.KEY));
        guessed
            .join(held, Footprint.KEY, "left_semi")
            .collectAsList()
            .forEach(row -> found.put(row.getAs(LINE), Set.of(row.<String>getAs(Footprint.KEY))));
      }
    }
    return found;
  }

  private Dataset<Row> identities() {
    return catalog.rows(Identities.CONTRACT.name());
  }

  private static void requireKnown(String namespace, List<String> known) {
    if (!known.contains(namespace)) {
      throw new DataProblem(
          "--namespace '%s': the lake knows identifiers of %s. Name one of these."
              .formatted(namespace, known.isEmpty() ? "no kind" : String.join(", ", known)));
    }
  }

  private static String only(List<String> known) {
    if (known.size() > 1) {
      throw new DataProblem(
          "The lake knows identifiers of several kinds: "
              + String.join(", ", known)
              + ". Say with --namespace which of them the subjects are named by.");
    }
    return known.get(0);
  }

  private static List<Row> guessKeys(Map<Integer, String> lines) {
    List<Row> guesses = new ArrayList<>();
    lines.forEach((line, key) -> guesses.add(RowFactory.create(line, 0, null, key, key)));
    return guesses;
  }

  private List<Row> guess(Map<Integer, String> lines, String namespace) {
    List<Row> guesses = new ArrayList<>();
    List<CanonicalForm> forms = forms(namespace);
    lines.forEach(
        (line, raw) -> {
          for (CanonicalForm form : forms) {
            String canonical = form.of(raw);
            if (canonical != null) {
              int attempt = form == CanonicalForm.NONE ? 0 : 1;
              List<byte[]> identities = keys.keyset().everyIdentity(namespace, canonical);
              String who = HexFormat.of().formatHex(identities.get(0));
              identities.forEach(
                  identity -> guesses.add(RowFactory.create(line, attempt, identity, null, who)));
            }
          }
        });
    return guesses;
  }

  /** The forms in which all identities of a namespace are written. */
  private List<CanonicalForm> forms(String namespace) {
    CanonicalForm[] all = CanonicalForm.values();
    Column[] isIn =
        Arrays.stream(all)
            .map(form -> pseudonyms.isInForm(Identities.IDENTITY.column(), namespace, form))
            .map(each -> bool_and(each))
            .toArray(Column[]::new);
    Row are =
        identities()
            .filter(Identities.NAMESPACE.column().equalTo(namespace))
            .agg(isIn[0], Arrays.copyOfRange(isIn, 1, isIn.length))
            .head();
    List<CanonicalForm> forms = new ArrayList<>();
    for (int i = 0; i < all.length; i++) {
      if (!are.isNullAt(i) && are.getBoolean(i)) {
        forms.add(all[i]);
      }
    }
    return forms;
  }

  /** The subject key of each line that has one; the exact spelling comes first. */
  private Map<Integer, Set<String>> found(List<Row> guesses, String by) {
    if (guesses.isEmpty() || !catalog.has(Identities.CONTRACT.name())) {
      return Map.of();
    }
    Dataset<Row> guessed = catalog.spark().createDataFrame(guesses, GUESSES);
    Dataset<Row> known = identities();
    Column isSame =
        by.equals(Footprint.KEY)
            ? guessed.col(Footprint.KEY).equalTo(known.col(Identities.SUBJECT_KEY.name()))
            : guessed.col(by).equalTo(known.col(by));
    List<Row> matches =
        known
            .join(guessed, isSame)
            .select(col(LINE), col(ATTEMPT), col(WHO), Identities.SUBJECT_KEY.column())
            .distinct()
            .collectAsList();
    Map<Integer, List<Row>> byLine =
        matches.stream().collect(Collectors.groupingBy(match -> match.getInt(0)));
    Map<Integer, Set<String>> keysFound = new TreeMap<>();
    byLine.forEach((line, rows) -> keysFound.put(line, keysOfOne(line, rows)));
    return keysFound;
  }

  /** One identity may have several keys, of pipelines that began before and after a rotation. */
  private static Set<String> keysOfOne(int line, List<Row> matches) {
    int best = matches.stream().mapToInt(match -> match.getInt(1)).min().orElseThrow();
    List<Row> first = matches.stream().filter(match -> match.getInt(1) == best).toList();
    if (first.stream().map(match -> match.getString(2)).distinct().count() > 1) {
      throw new DataProblem(
          "Line "
              + line
              + " of the subjects may mean several customers of this lake, by how it is written."
              + " Write the identifier as the lake has it, or the subject key.");
    }
    return first.stream().map(match -> match.getString(3)).collect(Collectors.toSet());
  }
}
