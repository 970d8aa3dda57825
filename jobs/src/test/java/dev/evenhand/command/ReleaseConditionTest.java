package dev.evenhand.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.base.DataProblem;
import dev.evenhand.support.Spark;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of the amounts 9, 1, 3.5 and a text, which does a condition keep? */
class ReleaseConditionTest {
  private static final String TABLE = table();

  private static String table() {
    String place = Spark.temporary("condition").resolve("rows").toString();
    Spark.session()
        .sql("SELECT * FROM VALUES ('9', 9), ('1', 1), ('3.5', 3), ('secret', 0) AS t(amount, n)")
        .coalesce(1)
        .write()
        .parquet(place);
    return place;
  }

  private static List<String> kept(SparkSession spark, String condition) {
    return rows(spark, TABLE, condition).select("amount").as(Encoders.STRING()).collectAsList();
  }

  private static Dataset<Row> rows(SparkSession spark, String place, String condition) {
    Dataset<Row> rows = ReleaseCondition.session(spark).read().parquet(place);
    return new ReleaseCondition(condition).kept(rows);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int(amount) > 3",
        "to_number(amount, '9') + to_number(amount, '9') > 3",
        "to_number(amount, '9') BETWEEN 2 AND 9",
        "nullif(int(amount), 3) > 1",
        "CASE int(amount) WHEN 9 THEN true WHEN 8 THEN false END",
        "from_json(concat('{\"a\":', amount, '}'), 'a INT', map('mode', 'FAILFAST')).a > 1",
        "exists(array(amount), each -> int(each) = 9)",
        "NOT (int(amount) < 9 OR false)"
      })
  void whereItFailsItDoesNotHold(String condition) {
    SparkSession inSteps = Spark.session().newSession();
    inSteps.conf().set("spark.sql.codegen.wholeStage", false);
    for (SparkSession spark : List.of(Spark.session(), inSteps)) {
      assertThat(kept(spark, condition)).containsExactly("9");
    }
  }

  @Test
  void aTextIsNotCutOffToBeANumber() {
    assertThat(kept(Spark.session(), "amount = 3")).isEmpty();
    assertThat(kept(Spark.session(), "double(amount) = 3.5")).containsExactly("3.5");
    assertThat(kept(Spark.session(), "2147483647 + n < 0")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "monotonically_increasing_id() % 2 = 0",
        "spark_partition_id() = 0",
        "input_file_name() > ''",
        "_metadata.row_index % 2 = 0",
        "_METADATA.file_size > 1000",
        "n > 0 AND rand(7) < 0.5"
      })
  void chanceAndPlaceAreRefused(String condition) {
    assertThatThrownBy(() -> kept(Spark.session(), condition))
        .isInstanceOf(DataProblem.class)
        .hasMessage(
            "--where may not use chance or a row's place: a condition on the row's own columns is"
                + " needed.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "row_number() OVER (ORDER BY n) > 1",
        "count(*) > 1",
        "n = (SELECT max(id) FROM range(9))",
        "n IN (SELECT id FROM range(9))",
        "explode(array(n)) = 1",
        "int('x') = n",
        "n"
      })
  void whatIsNoConditionOfARowIsRefused(String condition) {
    assertThatThrownBy(() -> kept(Spark.session(), condition))
        .isInstanceOf(DataProblem.class)
        .hasMessageStartingWith("--where");
  }

  @Test
  void aColumnMayBeCalledMetadata() {
    String place = Spark.temporary("condition").resolve("rows").toString();
    Spark.session().range(4).toDF("_metadata").write().parquet(place);
    assertThat(rows(Spark.session(), place, "_metadata > 2").count()).isEqualTo(1);
  }

  @Test
  void whatIsTrueOrFalseOfAllRowsIsACondition() {
    assertThat(kept(Spark.session(), "1 > 0")).hasSize(4);
    assertThat(kept(Spark.session(), "n = 1 AND false")).isEmpty();
  }

  @Test
  void aFieldOfAColumnIsTheRowsOwn() {
    String place = Spark.temporary("condition").resolve("rows").toString();
    Spark.session()
        .range(4)
        .selectExpr("named_struct('a', id) AS s", "array(id) AS all")
        .write()
        .parquet(place);
    assertThat(rows(Spark.session(), place, "s.a > 2 AND all[0] > 2").count()).isEqualTo(1);
  }
}
