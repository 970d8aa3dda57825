package dev.evenhand.anonymity;

import static org.assertj.core.api.Assertions.assertThat;

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

class UsefulnessTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("age", DataTypes.IntegerType)
          .add("a.town", DataTypes.StringType)
          .add("sex", DataTypes.StringType)
          .add("label", DataTypes.DoubleType);

  /** The label is whether the age is above 20; towns tell it in 3 of 4 rows, the sex never. */
  private static Dataset<Row> forty() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      boolean isOld = i >= 20;
      boolean isNorth = i % 4 == 0 ? isOld : !isOld;
      rows.add(
          RowFactory.create(
              i + 1, isNorth ? "north" : "south", i % 2 == 0 ? "f" : "m", isOld ? 1.0 : 0.0));
    }
    return Spark.session().createDataFrame(rows, SCHEMA);
  }

  private static final List<QuasiIdentifier> ALL =
      List.of(
          QuasiIdentifier.number("age"),
          QuasiIdentifier.category("a.town"),
          QuasiIdentifier.category("sex"));

  /**
   * I(age; label) = ln 2; I(town; label) = ln 2 + 3/4 ln 3/4 + 1/4 ln 1/4 = 0.1308, which is 0.1887
   * of it; so 0.1 + 0.9 x 0.1887 = 0.2698.
   */
  @Test
  void aColumnWeighsByWhatItTellsOfTheLabel() {
    List<QuasiIdentifier> weighted = Usefulness.weighted(forty(), ALL, "label");
    assertThat(weighted.get(0).weight()).isEqualTo(1);
    assertThat(weighted.get(1).weight()).isBetween(0.26984, 0.26986);
    assertThat(weighted.get(2).weight()).isEqualTo(Usefulness.LEAST);
    assertThat(Usefulness.weighted(forty().repartition(7), ALL, "label")).isEqualTo(weighted);
  }

  /**
   * Of an age and a noise of equal range, only the age tells the label: it keeps more of itself.
   */
  @Test
  void whatIsOfUseIsCutLast() {
    SplittableRandom random = new SplittableRandom(5);
    List<Row> list = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      int age = random.nextInt(100);
      list.add(RowFactory.create(age, random.nextInt(100), age > 50 ? 1.0 : 0.0));
    }
    StructType schema =
        new StructType()
            .add("age", DataTypes.IntegerType)
            .add("noise", DataTypes.IntegerType)
            .add("label", DataTypes.DoubleType);
    Dataset<Row> rows = Spark.session().createDataFrame(list, schema);
    Anonymizer even = new Anonymizer().setK(10).setInputCols("age", "noise");
    Anonymizer byUse = new Anonymizer().setK(10).setInputCols("age", "noise").setLabelCol("label");
    assertThat(ofAge(rows, byUse)).isLessThan(ofAge(rows, even) / 2);
  }

  private static double ofAge(Dataset<Row> rows, Anonymizer anonymizer) {
    return Outcome.of(rows, anonymizer.fit(rows).cuts(), 10, null)
        .loss()
        .penaltyByAttribute()
        .get("age");
  }
}
