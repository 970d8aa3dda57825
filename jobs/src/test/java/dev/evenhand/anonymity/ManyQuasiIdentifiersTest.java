package dev.evenhand.anonymity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.support.Spark;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Twelve quasi-identifiers have more combinations of levels than can be gone through. */
class ManyQuasiIdentifiersTest {
  private static final int COLUMNS = 12;

  /** Six numbers and six categories, nearly every row alone in them. */
  private static Dataset<Row> rows() {
    SplittableRandom random = new SplittableRandom(12);
    StructType schema = new StructType();
    for (int at = 0; at < COLUMNS; at++) {
      schema = schema.add("q" + at, at < 6 ? DataTypes.IntegerType : DataTypes.StringType);
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 1200; i++) {
      Object[] fields = new Object[COLUMNS];
      for (int at = 0; at < COLUMNS; at++) {
        fields[at] = at < 6 ? (Object) random.nextInt(60) : "v" + random.nextInt(8);
      }
      rows.add(RowFactory.create(fields));
    }
    return Spark.session().createDataFrame(rows, schema);
  }

  private static List<QuasiIdentifier> quasiIdentifiers() {
    List<String> tree = new ArrayList<>();
    for (int value = 0; value < 8; value++) {
      tree.add("v" + value + ";p" + value / 2 + ";h" + value / 4 + ";*");
    }
    Hierarchy hierarchy = Hierarchy.parse("v", tree);
    return IntStream.range(0, COLUMNS)
        .mapToObj(
            at ->
                at < 6
                    ? QuasiIdentifier.number("q" + at)
                    : QuasiIdentifier.category("q" + at, hierarchy))
        .toList();
  }

  @ParameterizedTest
  @EnumSource(Recoding.class)
  @Timeout(value = 4, unit = TimeUnit.MINUTES)
  void twelveAreCutInTime(Recoding recoding) {
    Dataset<Row> rows = rows();
    List<QuasiIdentifier> twelve = quasiIdentifiers();
    Dataset<Row> published =
        new KAnonymity(5, twelve, 0, null, List.of(), recoding).fit(rows).recode(rows);
    List<String> names = twelve.stream().map(QuasiIdentifier::column).toList();
    Verification found = Verification.of(published, names).require(5);
    assertThat(found.rows()).isEqualTo(1200);
    assertThat(found.classes()).isGreaterThan(50);
  }
}
