package dev.evenhand.vector;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.anonymity.Anonymizer;
import dev.evenhand.anonymity.Verification;
import dev.evenhand.lake.table.FeatureRows;
import dev.evenhand.support.Spark;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the maps of training rows say of quasi-identifiers, whoever wrote them. */
class QuasiColumnsTest {
  private static final String NUMBERS = FeatureRows.NUMBERS.name();
  private static final String CATEGORIES = FeatureRows.CATEGORIES.name();
  private static final Dataset<Row> TRAIN =
      table(row("p1", 10, "a"), row("p2", 12, "a"), row("p3", 50, "b"), row("p4", 52, "c"));
  private static final QuasiColumns QUASI =
      new QuasiColumns(List.of("income", "job"), FeatureNames.of(TRAIN));

  private static Row row(String who, double income, String job) {
    return RowFactory.create(
        who, Map.of("income", income, "left alone", income), Map.of("job", job));
  }

  private static Dataset<Row> table(Row... rows) {
    return Spark.session()
        .createDataFrame(
            List.of(rows),
            new StructType()
                .add("who", DataTypes.StringType)
                .add(NUMBERS, DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType))
                .add(
                    CATEGORIES,
                    DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType)));
  }

  private static Dataset<Row> generalized() {
    Dataset<Row> taken = QUASI.stage().transform(TRAIN);
    return QUASI.backInMaps(
        new Anonymizer().setInputCols(QUASI.inputs()).setK(2).fit(taken).transform(taken));
  }

  private static Verification classes(Dataset<Row> rows) {
    return Verification.ofPersons(
        rows.withColumn("seen", QUASI.inMaps(rows.schema())), List.of("seen"), "who");
  }

  /**
   * Two of 11 and a, two of 51 and half b, half c; what is no quasi-identifier tells them apart.
   */
  @Test
  void rowsOfAClassAreEqual() {
    assertThat(classes(generalized())).isEqualTo(new Verification(4, 2, 2, 2));
  }

  /**
   * As if a fault of the model, or of what puts its columns back, had left a person's own value.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "categories # map('job', who)",
        "categories # map('income', who)",
        "numbers    # map('income', double(substring(who, 2)))",
        "numbers    # map('income', 1d, 'job=a', double(substring(who, 2)))"
      })
  void aPersonsOwnValueIsSeen(String map, String fault) {
    Dataset<Row> rows = generalized().withColumn(map, expr(fault));
    assertThat(classes(rows)).isEqualTo(new Verification(4, 4, 1, 1));
    assertThatThrownBy(() -> classes(rows).require(2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the smallest class has 1 rows");
  }
}
