package dev.evenhand.anonymity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.base.DataProblem;
import dev.evenhand.support.Spark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** k counts persons where a person has several rows. */
class PersonsTest {
  private static final List<QuasiIdentifier> BOTH =
      List.of(QuasiIdentifier.number("age"), QuasiIdentifier.category("town"));
  private static final List<String> NAMES = List.of("age", "town");

  private static Dataset<Row> table(List<Row> rows) {
    return Spark.session()
        .createDataFrame(
            rows,
            new StructType()
                .add("age", DataTypes.IntegerType)
                .add("town", DataTypes.StringType)
                .add("ill", DataTypes.StringType)
                .add("who", DataTypes.StringType));
  }

  private static Row row(Object... values) {
    return RowFactory.create(values);
  }

  /** Anna has five rows of her own age, and five others are of another. */
  private static Dataset<Row> anna() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      rows.add(row(30, "a", "no", "anna"));
      rows.add(row(60 + i, "a", "no", "other" + i));
    }
    return table(rows);
  }

  @ParameterizedTest
  @EnumSource(Recoding.class)
  void manyRowsOfOnePersonAreNoClass(Recoding recoding) {
    KAnonymity rows = new KAnonymity(5, BOTH, 0, null, List.of(), recoding);
    Verification alone = Verification.ofPersons(rows.fit(anna()).recode(anna()), NAMES, "who");
    assertThat(alone).isEqualTo(new Verification(10, 2, 1, 5));

    Cuts cuts = rows.ofPersons("who").fit(anna());
    Verification found = Verification.ofPersons(cuts.recode(anna()), NAMES, "who");
    assertThat(found).isEqualTo(new Verification(10, 1, 6, 6));
  }

  @Test
  void riskIsOfPersons() {
    Cuts cuts = new KAnonymity(5, BOTH, 0).ofPersons("who").fit(anna());
    Outcome byRows = Outcome.of(anna(), cuts, 5, null);
    Outcome byPersons = Outcome.ofPersons(anna(), cuts, 5, null, "who");
    assertThat(byRows.after().highest()).isEqualTo(0.1);
    assertThat(byPersons.after().highest()).isEqualTo(1.0 / 6);
    assertThat(byRows.before().unique()).as("Anna's five rows hide her").isEqualTo(0.5);
    assertThat(byPersons.before().unique()).as("she is alone, as all are").isEqualTo(1.0);
    assertThat(byPersons.loss().penalty()).isEqualTo(byRows.loss().penalty());
    assertThat(byPersons.rows()).isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource({"1,SETS", "2,SETS", "1,LABELS", "2,LABELS"})
  void everyClassHasKPersonsThoughTheirValuesChange(long seed, Recoding recoding) {
    Dataset<Row> rows = table(random(seed));
    List<Requirement> diverse = List.of(new Diversity.Distinct(2));
    Cuts cuts = new KAnonymity(4, BOTH, 0.05, "ill", diverse, recoding).ofPersons("who").fit(rows);
    Map<String, Set<String>> persons = new HashMap<>();
    Map<String, Set<String>> values = new HashMap<>();
    for (Row row : cuts.recode(rows).collectAsList()) {
      String read = row.get(0) + "|" + row.get(1);
      persons.computeIfAbsent(read, unused -> new HashSet<>()).add(row.getString(3));
      values.computeIfAbsent(read, unused -> new HashSet<>()).add(row.getString(2));
    }
    assertThat(persons).hasSizeGreaterThan(3);
    assertThat(persons.values()).allMatch(one -> one.size() >= 4);
    assertThat(values.values()).allMatch(one -> one.size() >= 2);
  }

  private static List<Row> random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Row> rows = new ArrayList<>();
    for (int person = 0; person < 80; person++) {
      int age = 20 + random.nextInt(50);
      int many = 1 + random.nextInt(6);
      for (int i = 0; i < many; i++) {
        String town = String.valueOf("abc".charAt(random.nextInt(3)));
        String ill = random.nextInt(3) == 0 ? "yes" : "no";
        rows.add(row(age + i / 3, town, ill, "p" + person));
      }
    }
    return rows;
  }

  @Test
  void cutsAreTheSameOnAnyPartitions() {
    Dataset<Row> rows = table(random(3));
    KAnonymity method = new KAnonymity(3, BOTH, 0).ofPersons("who");
    assertThat(method.fit(rows.orderBy("ill", "town").repartition(7)).classes())
        .extracting(EquivalenceClass::texts)
        .isEqualTo(method.fit(rows).classes().stream().map(EquivalenceClass::texts).toList());
  }

  @Test
  void personsWithoutANameAreOne() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      rows.add(row(30, "a", "no", i < 5 ? null : "p"));
    }
    assertThatThrownBy(() -> new KAnonymity(3, BOTH, 0).ofPersons("who").fit(table(rows)))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("(3 persons of column 'who')");
    assertThatThrownBy(() -> new KAnonymity(3, BOTH, 0).ofPersons("whom").fit(table(rows)))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("no column 'whom'");
  }
}
