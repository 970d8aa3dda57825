package dev.evenhand.lake.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.support.Spark;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class FigureRowTest {
  @Test
  void whatTheOrderOfAdditionLeavesIsNotWritten() {
    assertThat(written(FigureRow.of("gap").value(0.1 + 0.2)).<Double>getAs("value")).isEqualTo(0.3);
    assertThat(written(FigureRow.of("gap").value((0.1 + 0.2) + 0.3)).<Double>getAs("value"))
        .isEqualTo(written(FigureRow.of("gap").value(0.1 + (0.2 + 0.3))).<Double>getAs("value"));
  }

  @Test
  void aCountIsWrittenToTheLastDigit() {
    Row row = written(FigureRow.of("rows").value(1234567890123457.0).size(7L, 1234567890123.0));
    assertThat(row.<Double>getAs("value")).isEqualTo(1234567890123457.0);
    assertThat(row.<Double>getAs("weight")).isEqualTo(1234567890123.0);
  }

  private static Row written(FigureRow figure) {
    return FigureRow.rows(Spark.session(), List.of(figure), Instant.EPOCH).head();
  }
}
