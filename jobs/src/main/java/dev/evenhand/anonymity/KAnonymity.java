package dev.evenhand.anonymity;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;

import dev.evenhand.base.DataProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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
 * @param person the column that says who a row is about, k then counts persons; null where each row
 *     is a person's only one
 */
public record KAnonymity(
    int k,
    List<QuasiIdentifier> quasiIdentifiers,
    double suppressAtMost,
    String sensitive,
    List<Requirement> requirements,
    Recoding recoding,
    Population population,
    List<String> equalGroups,
    String person) {

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
    AttributeCheck.names(quasiIdentifiers, sensitive);
    if (population != null) {
      AttributeCheck.mark(quasiIdentifiers, sensitive, population.column());
    }
    if (population != null && person != null) {
      throw new DataProblem("Rows of a population are persons: name no column of persons.");
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
    this(
        k,
        quasiIdentifiers,
        suppressAtMost,
        sensitive,
        requirements,
        recoding,
        null,
        List.of(),
        null);
  }

  /** The same of a population. */
  public KAnonymity in(Population whole) {
    return with(whole, equalGroups, person);
  }

  /** The same, but each group of the columns counts alike when cuts are chosen, however small. */
  public KAnonymity withEqualGroups(List<String> columns) {
    return with(population, columns, person);
  }

  /** The same, but k counts the persons that the column names, not rows. */
  public KAnonymity ofPersons(String column) {
    return with(population, equalGroups, column);
  }

  private KAnonymity with(Population whole, List<String> groups, String column) {
    return new KAnonymity(
        k,
        quasiIdentifiers,
        suppressAtMost,
        sensitive,
        requirements,
        recoding,
        whole,
        groups,
        column);
  }

  /** Refuses a k that hides nobody. */
  public static void requireK(int k) {
    if (k < 2) {
      throw new DataProblem(
          "k must be 2 or more, was " + k + ": a class of one row hides nobody. Choose k >= 2.");
    }
  }

  /** Cuts for the rows, the same whatever their order and partitions. */
  public Cuts fit(Dataset<Row> rows) {
    TupleReader.Table table =
        read(new TupleReader(quasiIdentifiers, sensitiveKey(), recoding), rows);
    Tuples tuples = table.tuples();
    Rules rules = rules(table);
    long most = mostSuppressed(tuples);
    if (recoding == Recoding.LABELS) {
      return Labels.fit(tuples, table.coding(), rules, most).knowing(table, null);
    }
    Mondrian.Branch root =
        LeastLoss.of(tuples, rules, each -> Mondrian.cut(each, rules), Mondrian::classes);
    Suppression left = Suppression.of(tuples, rules, Mondrian.classes(root), most);
    return new TreeBuilder(tuples, table.coding(), left).build(root).knowing(table, null);
  }

  /** The table as cuts see it. */
  TupleReader.Table read(TupleReader reader, Dataset<Row> rows) {
    List<String> others = new ArrayList<>(equalGroups);
    Stream.of(sensitive, person).filter(Objects::nonNull).forEach(others::add);
    AttributeCheck.columns(rows, quasiIdentifiers, others);
    if (population != null) {
      population.require(rows);
    }
    Dataset<Row> counted =
        person == null ? rows : new Persons(person).marked(rows, quasiIdentifiers);
    return reader.read(counted, GroupWeights.of(rows, equalGroups));
  }

  /** None of a population: who lies outside all classes would be known not to be published. */
  long mostSuppressed(Tuples tuples) {
    return population == null ? (long) (suppressAtMost * tuples.totalRows()) : 0;
  }

  /** The cuts of an earlier table as far as they hold for the rows. */
  public Cuts refit(Cuts earlier, Dataset<Row> rows) {
    return Reuse.of(earlier, rows, this);
  }

  /** What is counted beside the quasi-identifiers, as text; null where nothing is. */
  Column sensitiveKey() {
    if (population != null) {
      return concat(population.key(), sensitiveText());
    }
    if (person != null) {
      return concat(Persons.mark(), sensitiveText());
    }
    return sensitive == null ? null : sensitiveText();
  }

  /** The sensitive value; '' where it is missing or none is sensitive. */
  Column sensitiveText() {
    return sensitive == null
        ? lit("")
        : coalesce(QuasiIdentifier.named(sensitive).cast("string"), lit(""));
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
    SensitiveValues values = table.sensitiveValues();
    if (population != null) {
      least = Math.max(k, population.kMap());
      tests.add(population.over(values, k, requirements));
    } else if (person != null) {
      tests.add(Persons.over(values, k, requirements));
    } else {
      requirements.forEach(requirement -> tests.add(requirement.over(values)));
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
            Stream.of(
                    population == null ? "" : population.toString(),
                    person == null ? "" : k + " persons of column '" + person + "'")
                .filter(text -> !text.isEmpty()))
        .collect(Collectors.joining(", "));
  }

  private double[] factors() {
    double[] weights = quasiIdentifiers.stream().mapToDouble(QuasiIdentifier::weight).toArray();
    double all = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(weight -> weight / all).toArray();
  }
}
