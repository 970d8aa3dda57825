package dev.evenhand.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.anonymity.Anonymizer;
import dev.evenhand.anonymity.AnonymizerModel;
import dev.evenhand.lake.table.FigureRow;
import dev.evenhand.support.Spark;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class PayersTest {
  private static final Dataset<Row> TRAIN =
      table(
          new StructType().add("decision_id", DataTypes.StringType).add("q", DataTypes.DoubleType),
          RowFactory.create("1", 20.0),
          RowFactory.create("2", 20.0),
          RowFactory.create("3", 20.0),
          RowFactory.create("4", 20.0),
          RowFactory.create("5", 100.0));
  private static final Dataset<Row> GROUPS =
      table(
          new StructType()
              .add("decision_id", DataTypes.StringType)
              .add("place.of birth", DataTypes.StringType),
          RowFactory.create("1", "north"),
          RowFactory.create("2", "north"),
          RowFactory.create("3", "unknown"),
          RowFactory.create("4", "south"),
          RowFactory.create("5", "south"));

  private static Dataset<Row> table(StructType schema, Row... rows) {
    return Spark.session().createDataFrame(List.of(rows), schema);
  }

  private static List<String> figures(double suppressAtMost) {
    return figures(suppressAtMost, 1);
  }

  private static List<String> figures(double suppressAtMost, long minGroup) {
    Payers payers = new Payers(GROUPS, List.of("place.of birth"), minGroup);
    AnonymizerModel model =
        new Anonymizer()
            .setInputCols("q")
            .setK(3)
            .setSuppressAtMost(suppressAtMost)
            .setGroupCols(payers.columns())
            .fit(payers.beside(TRAIN));
    List<FigureRow> figures = payers.figures(TRAIN, model.cuts(), "train");
    return FigureRow.rows(Spark.session(), figures, Instant.EPOCH)
        .filter("dataset = 'decisions' AND split = 'train' AND attribute = 'place.of birth'")
        .selectExpr("concat_ws(' ', metric, group_value, value, 'of', n)")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  /** All five rows become [20, 100], the whole range. */
  @Test
  void eachGroupHasItsLoss() {
    assertThat(figures(0))
        .containsExactlyInAnyOrder(
            "rows_suppressed north 0.0 of 2",
            "information_loss north 1.0 of 2",
            "rows_suppressed south 0.0 of 2",
            "information_loss south 1.0 of 2",
            "rows_suppressed unknown 0.0 of 1",
            "information_loss unknown 1.0 of 1");
  }

  /** The one of 100 is left out, and the others keep their 20. */
  @Test
  void theGroupThatIsLeftOutPays() {
    assertThat(figures(0.2))
        .containsExactlyInAnyOrder(
            "rows_suppressed north 0.0 of 2",
            "information_loss north 0.0 of 2",
            "rows_suppressed south 1.0 of 2",
            "information_loss south 0.5 of 2",
            "rows_suppressed unknown 0.0 of 1",
            "information_loss unknown 0.0 of 1");
  }

  /**
   * The one unknown row would be what all less the others are, so that the next smallest group is
   * withheld too; of three rows together one is left out.
   */
  @Test
  void smallGroupsPayTogetherWithTheNextSmallest() {
    assertThat(figures(0.2, 2))
        .containsExactlyInAnyOrder(
            "rows_suppressed (withheld) 0.0 of 3",
            "information_loss (withheld) 0.0 of 3",
            "rows_suppressed south 1.0 of 2",
            "information_loss south 0.5 of 2");
  }
}
