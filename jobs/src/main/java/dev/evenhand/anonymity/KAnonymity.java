package dev.evenhand.anonymity;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;

import dev.evenhand.base.DataProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * k-anonymity by multidimensional cuts: every published row reads the same in its quasi-identifiers
 * as at least k - 1 others. Samarati, Sweeney (1998); LeFevre, DeWitt, Ramakrishnan (2006).
 *
 * @param k the least rows of a class, 2 or more
 * @param quasiIdentifiers what is generalized
 * @param suppressAtMost the share of rows that may be left out, in [0, 1)
 * @param sensitive the column whose values the requirements are about; null where there is none
 * @param requirements what a class must fulfil beside
 * @param recoding how categories are written
 * @param population what of a population may be told; null where every row is published
 * @param equalGroups columns whose groups count alike when cuts are chosen, however small; none:
 *     every row counts alike
 */
public record KAnonymity(
    int k,
    List<QuasiIdentifier> quasiIdentifiers,
    double suppressAtMost,
    String sensitive,
    List<Requirement> requirements,
    Recoding recoding,
    Population population,
    List<String> equalGroups) {

  public KAnonymity {
    requireK(k);
    if (!(suppressAtMost >= 0 && suppressAtMost < 1)) {
      throw new DataProblem(
          "The share of rows that may be suppressed must be in [0, 1), was "
              + suppressAtMost
              + ".");
    }
    if (quasiIdentifiers.isEmpty()) {
      throw new DataProblem("There is no quasi-identifier. Name at least one column.");
    }
    quasiIdentifiers = List.copyOf(quasiIdentifiers);
    requirements = List.copyOf(requirements);
    equalGroups = List.copyOf(equalGroups);
    checkNames(quasiIdentifiers, sensitive);
    if (population != null) {
      checkMark(quasiIdentifiers, sensitive, population.column());
    }
  }

  public KAnonymity(int k, List<QuasiIdentifier> quasiIdentifiers, double suppressAtMost) {
    this(k, quasiIdentifiers, suppressAtMost, null, List.of(), Recoding.SETS);
  }

  /** Every row is published. */
  public KAnonymity(
      int k,
      List<QuasiIdentifier> quasiIdentifiers,
      double suppressAtMost,
      String sensitive,
      List<Requirement> requirements,
      Recoding recoding) {
    this(k, quasiIdentifiers, suppressAtMost, sensitive, requirements, recoding, null, List.of());
  }

  /** The same of a population. */
  public KAnonymity in(Population whole) {
    return new KAnonymity(
        k, quasiIdentifiers, suppressAtMost, sensitive, requirements, recoding, whole, equalGroups);
  }

  /** The same, but each group of the columns counts alike when cuts are chosen, however small. */
  public KAnonymity withEqualGroups(List<String> columns) {
    return new KAnonymity(
        k,
        quasiIdentifiers,
        suppressAtMost,
        sensitive,
        requirements,
        recoding,
        population,
        columns);
  }

  /** Refuses a k that hides nobody. */
  public static void requireK(int k) {
    if (k < 2) {
      throw new DataProblem(
          "k must be 2 or more, was " + k + ": a class of one row hides nobody. Choose k >= 2.");
    }
  }

  private static void checkNames(List<QuasiIdentifier> quasiIdentifiers, String sensitive) {
    Set<String> names = new HashSet<>();
    for (QuasiIdentifier quasiIdentifier : quasiIdentifiers) {
      if (!names.add(quasiIdentifier.column())) {
        throw new DataProblem(
            "Column '" + quasiIdentifier.column() + "' is named twice as quasi-identifier.");
      }
    }
    if (names.contains(sensitive)) {
      throw new DataProblem(
          "Column '"
              + sensitive
              + "' is both quasi-identifier and sensitive: what is published as it is can't be "
              + "generalized. Make it one of the two.");
    }
  }

  private static void checkMark(
      List<QuasiIdentifier> quasiIdentifiers, String sensitive, String mark) {
    boolean isOther =
        mark.equals(sensitive)
            || quasiIdentifiers.stream().anyMatch(one -> one.column().equals(mark));
    if (isOther) {
      throw new DataProblem(
          "Column '%s' marks the rows to publish and can't be quasi-identifier or sensitive, too."
              .formatted(mark));
    }
  }

  /** Cuts for the rows, the same whatever their order and partitions. */
  public Cuts fit(Dataset<Row> rows) {
    check(rows);
    TupleReader.Table table =
        new TupleReader(quasiIdentifiers, sensitiveKey(), recoding).read(rows, weights(rows));
    Tuples tuples = table.tuples();
    Rules rules = rules(table);
    long most = mostSuppressed(tuples);
    if (recoding == Recoding.LABELS) {
      return Labels.fit(tuples, table.coding(), rules, most).knowing(table);
    }
    Mondrian.Branch root =
        LeastLoss.of(tuples, rules, each -> Mondrian.cut(each, rules), Mondrian::classes);
    Suppression left = Suppression.of(tuples, rules, Mondrian.classes(root), most);
    return new TreeBuilder(tuples, table.coding(), left).build(root).knowing(table);
  }

  /** What the loss of each row counts; null where all count alike. */
  Column weights(Dataset<Row> rows) {
    return GroupWeights.of(rows, equalGroups);
  }

  /** None of a population: who lies outside all classes would be known not to be published. */
  long mostSuppressed(Tuples tuples) {
    return population == null ? (long) (suppressAtMost * tuples.totalRows()) : 0;
  }

  /** The cuts of an earlier table as far as they hold for the rows. */
  public Cuts refit(Cuts earlier, Dataset<Row> rows) {
    check(rows);
    return Reuse.of(earlier, rows, this);
  }

  /** What is counted beside the quasi-identifiers, as text; null where nothing is. */
  Column sensitiveKey() {
    Column value =
        sensitive == null
            ? lit("")
            : coalesce(QuasiIdentifier.named(sensitive).cast("string"), lit(""));
    if (population != null) {
      return concat(population.key(), value);
    }
    return sensitive == null ? null : value;
  }

  Rules rules(TupleReader.Table table) {
    long rows = table.tuples().totalRows();
    if (rows < k) {
      throw new DataProblem(
          String.format(
              "k is %d, but the table has %d rows: no class can be formed. Choose a smaller k.",
              k, rows));
    }
    List<Requirement.ClassTest> tests = new ArrayList<>();
    int least = k;
    if (population == null) {
      for (Requirement requirement : requirements) {
        tests.add(requirement.over(table.sensitiveValues()));
      }
    } else {
      least = population.kMap();
      tests.add(population.over(table.sensitiveValues(), k, requirements));
    }
    Rules rules = new Rules(least, tests, factors(), Rules.LEAST_SHARE);
    if (!rules.passes(table.sensitiveValues().rows(), rows)) {
      throw new DataProblem(
          "The whole table does not fulfil what is asked of each class (%s). Ask for less."
              .formatted(asked()));
    }
    return rules;
  }

  private String asked() {
    return Stream.concat(
            requirements.stream().map(rule -> rule + " of column '" + sensitive + "'"),
            Stream.ofNullable(population).map(Object::toString))
        .collect(Collectors.joining(", "));
  }

  private double[] factors() {
    double[] weights = quasiIdentifiers.stream().mapToDouble(QuasiIdentifier::weight).toArray();
    double all = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(weight -> weight / all).toArray();
  }

  private void check(Dataset<Row> rows) {
    checkColumns(rows);
    if (population != null) {
      population.require(rows);
    }
  }

  private void checkColumns(Dataset<Row> rows) {
    List<String> columns = List.of(rows.columns());
    List<String> asked = new ArrayList<>();
    quasiIdentifiers.forEach(quasiIdentifier -> asked.add(quasiIdentifier.column()));
    if (sensitive != null) {
      asked.add(sensitive);
    }
    asked.addAll(equalGroups);
    asked.removeAll(columns);
    if (!asked.isEmpty()) {
      throw new DataProblem(
          "The table has no column '"
              + String.join("', '", asked)
              + "'; it has: "
              + String.join(", ", columns)
              + ".");
    }
  }
}
