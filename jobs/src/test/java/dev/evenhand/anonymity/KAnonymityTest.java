package dev.evenhand.anonymity;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.base.DataProblem;
import dev.evenhand.support.Spark;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KAnonymityTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("age", DataTypes.IntegerType)
          .add("post.code", DataTypes.StringType)
          .add("job", DataTypes.StringType)
          .add("id", DataTypes.IntegerType);
  private static final List<QuasiIdentifier> ALL =
      List.of(
          QuasiIdentifier.number("age"),
          QuasiIdentifier.category(
              "post.code", Hierarchy.parse("p", List.of("a;x;*", "b;x;*", "c;y;*", "d;y;*"))),
          QuasiIdentifier.category("job"));

  private static Dataset<Row> table(Object[]... rows) {
    List<Row> list = new ArrayList<>();
    for (Object[] row : rows) {
      list.add(RowFactory.create(row));
    }
    return Spark.session().createDataFrame(list, SCHEMA);
  }

  private static Object[] row(Object... fields) {
    return fields;
  }

  private static Dataset<Row> random(long seed, int rows) {
    SplittableRandom random = new SplittableRandom(seed);
    Object[][] all = new Object[rows][];
    for (int i = 0; i < rows; i++) {
      Integer age = random.nextInt(20) == 0 ? null : 18 + random.nextInt(60);
      String code = String.valueOf("abcd".charAt(random.nextInt(4)));
      String job = random.nextInt(15) == 0 ? null : "job" + random.nextInt(6);
      all[i] = row(age, code, job, i);
    }
    return table(all);
  }

  @Test
  void cutsWhereBothSidesLoseLeast() {
    Dataset<Row> rows =
        table(
            row(20, "a", "x", 1), row(21, "a", "x", 2), row(60, "b", "x", 3), row(61, "b", "x", 4));
    Cuts cuts = new KAnonymity(2, ALL, 0).fit(rows);
    assertThat(cuts.recode(rows).orderBy("id").collectAsList())
        .extracting(row -> row.get(0) + " " + row.get(1) + " " + row.get(2))
        .containsExactly("[20, 21] a x", "[20, 21] a x", "[60, 61] b x", "[60, 61] b x");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyClassHasKRowsAndEveryRowIsInsideItsClass(long seed) {
    Dataset<Row> rows = random(seed, 400);
    int k = (int) (2 + seed * 3);
    Cuts cuts = new KAnonymity(k, ALL, 0).fit(rows);
    Dataset<Row> published = cuts.recode(rows);
    Verification found = Verification.of(published, List.of("age", "post.code", "job"));
    assertThat(found.require(k).rows()).isEqualTo(400);
    assertThat(found.classes()).isGreaterThan(5);
    assertThat(cuts.assign(rows, "class").filter("class IS NULL").count()).isZero();
  }

  @Test
  void dependsOnNeitherOrderNorPartitions() {
    Dataset<Row> rows = random(7, 500);
    Cuts one = new KAnonymity(5, ALL, 0).fit(rows);
    Cuts other = new KAnonymity(5, ALL, 0).fit(rows.orderBy("job", "age").repartition(7));
    assertThat(one.recode(rows).orderBy("id").collectAsList())
        .isEqualTo(other.recode(rows).orderBy("id").collectAsList());
  }

  @Test
  void rowsThatAreKnownFallInTheClassesThatAWalkFinds() {
    Dataset<Row> rows = random(3, 400);
    Cuts fitted = new KAnonymity(4, ALL, 0).fit(rows);
    Cuts walking = new Cuts(fitted.coding(), fitted.assignment(), fitted.classes());
    Dataset<Row> more = rows.union(random(4, 300)).union(table(row(-5, "z", "new", 0)));
    assertThat(fitted.assign(more, "class").collectAsList())
        .isEqualTo(walking.assign(more, "class").collectAsList());
    assertThat(walking.assign(more, "class").filter("class IS NULL").count()).isPositive();
  }

  @Test
  void aMissingNumberIsNotTakenForOneOfAnotherColumn() {
    List<QuasiIdentifier> two =
        List.of(QuasiIdentifier.number("age"), QuasiIdentifier.number("id"));
    Dataset<Row> rows =
        table(
            row(5, "a", "x", null),
            row(5, "a", "x", null),
            row(9, "a", "x", 9),
            row(9, "a", "x", 9));
    Cuts cuts = new KAnonymity(2, two, 0).fit(rows);
    Dataset<Row> swapped = cuts.assign(table(row(null, "a", "x", 5)), "class");
    assertThat(swapped.head().isNullAt(4)).as("no class covers it").isTrue();
  }

  @Test
  void leavesOneClassWhereNoCutIsAllowed() {
    Dataset<Row> rows = table(row(20, "a", "x", 1), row(21, "b", "x", 2), row(60, "c", null, 3));
    Row first = new KAnonymity(3, ALL, 0).fit(rows).recode(rows).orderBy("id").head();
    assertThat(first.getString(0)).isEqualTo("[20, 60]");
    assertThat(first.getString(1)).isEqualTo("{a|b|c}");
    assertThat(first.getString(2)).isEqualTo("*");
  }

  @Test
  void refusesWhatCannotBeAnonymized() {
    assertThatThrownBy(() -> new KAnonymity(1, ALL, 0))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("k must be 2 or more");
    assertThatThrownBy(() -> new KAnonymity(9, ALL, 0).fit(random(1, 8)))
        .hasMessageContaining("k is 9, but the table has 8 rows");
    assertThatThrownBy(() -> new KAnonymity(2, ALL, 0, "job", List.of(), Recoding.SETS))
        .hasMessageContaining("'job' is both quasi-identifier and sensitive");
    assertThatThrownBy(() -> new KAnonymity(2, ALL, 0).fit(table(row(1, "z", "x", 1))))
        .hasMessageContaining("The hierarchy of 'post.code' misses 1 of the values");
    assertThatThrownBy(() -> new KAnonymity(2, ALL, 0).fit(table()))
        .hasMessageContaining("no rows");
  }

  /** Their distance would be no number, and the whole table one class. */
  @ParameterizedTest
  @CsvSource({"1e999, 1", "-Infinity, 1", "1e308, -1e308"})
  void refusesNumbersThatCannotBeAddedUp(String one, String other) {
    KAnonymity method = new KAnonymity(2, List.of(QuasiIdentifier.number("job")), 0);
    Dataset<Row> rows =
        table(
            row(1, "a", one, 1),
            row(1, "a", one, 2),
            row(1, "a", other, 3),
            row(1, "a", other, 4),
            row(1, "a", "2", 5));
    assertThatThrownBy(() -> method.fit(rows))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("Column 'job' holds numbers that are infinite or too large");
  }

  @Test
  void tellsWhatHasTooManyCombinations() {
    TupleReader plain = new TupleReader(ALL, null, Recoding.SETS);
    assertThat(plain.tooMany(4_000_001))
        .startsWith("The quasi-identifiers (age, post.code, job) have 4,000,001 distinct");
    assertThat(new TupleReader(ALL, lit("s"), Recoding.SETS).tooMany(4_000_001))
        .contains("job), with the sensitive value and the mark of each row, have 4,000,001");
  }

  @Test
  void refusesMoreRowsOfOneCombinationThanCanBeCounted() {
    TupleMerger merger =
        new TupleMerger(
            new Domain[] {new ValueDomain(List.of("a"), false)},
            new int[][] {{0, 0}, {0, 1}},
            new int[] {Integer.MAX_VALUE, 1},
            new double[] {1, 1});
    assertThatThrownBy(() -> merger.merge(2)).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void verificationRefusesASmallClass() {
    Verification found =
        Verification.of(table(row(20, "a", "x", 1), row(20, "a", "y", 2)), List.of("age", "job"));
    assertThat(found).isEqualTo(new Verification(2, 2, 1, 1));
    Dataset<Row> renamed = table(row(20, "a", "x", 1)).withColumnRenamed("age", "n");
    assertThat(Verification.of(renamed, List.of("n")))
        .as("any name")
        .isEqualTo(new Verification(1, 1, 1, 1));
    assertThatThrownBy(() -> found.require(2)).hasMessageContaining("smallest class has 1 rows");
  }
}
