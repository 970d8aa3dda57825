package dev.evenhand.anonymity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.support.Spark;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class SafeHarborTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("lastName", DataTypes.StringType)
          .add("a", DataTypes.StringType)
          .add("b.c", DataTypes.StringType)
          .add("capital-gain", DataTypes.IntegerType)
          .add("home.town", DataTypes.StringType)
          .add("tel", DataTypes.StringType);

  @Test
  void aNameOrHalfOfTheValuesTell() {
    List<Row> list =
        List.of(
            RowFactory.create("x", "a@b.example", "123-45-6789", 12345, null, null),
            RowFactory.create("y", "none", "000-45-6789", 999, null, null),
            RowFactory.create("z", "", "123-00-6789", 2019, null, null));
    Dataset<Row> rows = Spark.session().createDataFrame(list, SCHEMA);
    assertThat(SafeHarbor.of(rows))
        .containsExactly(
            new SafeHarbor.Finding("lastName", SafeHarbor.NAME, true, null),
            new SafeHarbor.Finding("a", SafeHarbor.EMAIL, false, 0.5),
            new SafeHarbor.Finding("home.town", SafeHarbor.GEOGRAPHY, true, null),
            new SafeHarbor.Finding("tel", SafeHarbor.PHONE, true, null));
  }

  /** One of three numbers is a possible SSN: 000 and 00 were never given. */
  @Test
  void impossibleNumbersDoNotCount() {
    List<Row> list =
        List.of(
            RowFactory.create("x", "192.168.1.10", "123-45-6789", 1, "", "030 1234-567"),
            RowFactory.create("x", "256.1.1.1", "900-45-6789", 1, "", "(030) 123-4567"));
    Dataset<Row> rows = Spark.session().createDataFrame(list, SCHEMA);
    assertThat(SafeHarbor.of(rows))
        .contains(
            new SafeHarbor.Finding("a", SafeHarbor.IP, false, 0.5),
            new SafeHarbor.Finding("b.c", SafeHarbor.SOCIAL_SECURITY, false, 0.5),
            new SafeHarbor.Finding("tel", SafeHarbor.PHONE, true, 1.0));
  }
}
