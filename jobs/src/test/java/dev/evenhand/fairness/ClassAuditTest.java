package dev.evenhand.fairness;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.base.DataProblem;
import dev.evenhand.support.Spark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class ClassAuditTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("g", DataTypes.StringType)
          .add("offer", DataTypes.StringType)
          .add("made", DataTypes.StringType)
          .add("p_gold", DataTypes.DoubleType)
          .add("p_none", DataTypes.DoubleType)
          .add("p_silver", DataTypes.DoubleType);
  private static final Columns COLUMNS =
      new Columns(Columns.Kind.MULTICLASS, "offer", "made", "p_", null, null);

  @Test
  void eachClassHasTheFiguresOfItsOwnBinaryAudit() {
    Dataset<Row> rows = rows();
    ClassAudit.Result result = ClassAudit.of(rows, request(COLUMNS));
    assertThat(result.classes()).containsOnlyKeys("gold", "none", "silver");
    result
        .classes()
        .forEach(
            (name, audit) -> {
              Dataset<Row> one =
                  rows.withColumn("y", col("offer").equalTo(name).cast("int"))
                      .withColumn("d", col("made").equalTo(name).cast("int"));
              Columns columns = Columns.of("y", "d").withScore("p_" + name);
              List<Figure> expected = Audit.of(one, request(columns)).figures();
              assertThat(audit.figures()).hasSameSizeAs(expected);
              for (int i = 0; i < expected.size(); i++) {
                // q-values are over all classes.
                Figure found = audit.figures().get(i);
                assertThat(found.value()).as(found.toString()).isEqualTo(expected.get(i).value());
                assertThat(found.pValue()).isEqualTo(expected.get(i).pValue());
                assertThat(found.ciLow()).isEqualTo(expected.get(i).ciLow());
              }
            });
  }

  @Test
  void accuracyIsTheShareOfRowsWhoseClassIsMet() {
    Dataset<Row> rows = rows();
    ClassAudit.Result result = ClassAudit.of(rows, request(COLUMNS.withScore(null)));
    double right =
        rows.filter(col("g").equalTo("a").and(col("offer").equalTo(col("made")))).count();
    double all = rows.filter(col("g").equalTo("a")).count();
    Figure accuracy =
        result.accuracy().figures().stream()
            .filter(figure -> figure.metric().equals("accuracy"))
            .filter(figure -> "a".equals(figure.groupValue()) && figure.reference() == null)
            .filter(figure -> figure.statistic().equals(Figure.VALUE))
            .findFirst()
            .orElseThrow();
    assertThat(accuracy.value()).isEqualTo(right / all);
    assertThat(accuracy.ciLow()).isLessThan(right / all);
    assertThat(AuditSummary.of(result)).contains("class silver").contains("accuracy gap");
    assertThat(AuditJson.of(request(COLUMNS), result)).contains("\"multiclass\"", "\"silver\"");
  }

  @Test
  void whatCannotBeAuditedIsSaidInOneLine() {
    Dataset<Row> missing = rows().withColumn("offer", nullif(col("offer"), lit("gold")));
    assertThatThrownBy(() -> ClassAudit.of(missing, request(COLUMNS)))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("the class is missing in some of their rows");
    assertThatThrownBy(() -> ClassAudit.of(rows().drop("p_silver"), request(COLUMNS)))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("Column 'p_silver' is not in the table.");
    Dataset<Row> numbers =
        rows().withColumn("offer", when(lit(true), org.apache.spark.sql.functions.rand(1)));
    assertThatThrownBy(() -> ClassAudit.of(numbers, request(COLUMNS)))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("have more than 100 classes");
  }

  private static AuditRequest request(Columns columns) {
    return new AuditRequest(
        columns,
        new Grouping(List.of("g"), List.of(), 1, Map.of("g", "a")),
        new AuditOptions(30, Undefined.NULL, 50, 1));
  }

  private static Dataset<Row> rows() {
    SplittableRandom random = new SplittableRandom(21);
    List<String> classes = List.of("gold", "none", "silver");
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 900; i++) {
      String group = List.of("a", "b").get(random.nextInt(2));
      String offer = classes.get(random.nextInt(3));
      boolean isRight = random.nextDouble() < (group.equals("a") ? 0.7 : 0.5);
      String made = isRight ? offer : classes.get(random.nextInt(3));
      double gold = Math.round(100 * random.nextDouble()) / 200.0;
      double none = Math.round(100 * random.nextDouble()) / 200.0;
      rows.add(RowFactory.create(group, offer, made, gold, none, 1 - gold - none));
    }
    return Spark.session().createDataFrame(rows, SCHEMA);
  }
}
