package dev.evenhand.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.fairness.ScanState.Group;
import dev.evenhand.support.Spark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.junit.jupiter.api.Test;

class KeyTableTest {
  @Test
  void everyKeyHasOneGroupOfItsOwnWhateverItsLengthAndHoweverManyThereAre() {
    List<UnsafeRow> rows = new ArrayList<>();
    for (InternalRow row :
        Spark.session()
            .range(5_000)
            .selectExpr("repeat('x', int(id % 40))", "CAST(id % 700 AS STRING)")
            .queryExecution()
            .executedPlan()
            .executeCollect()) {
      rows.add(((UnsafeRow) row).copy());
    }
    KeyTable table = new KeyTable();
    Map<UnsafeRow, Group> expected = new HashMap<>();
    for (int twice = 0; twice < 2; twice++) {
      for (UnsafeRow row : rows) {
        Group group = table.get(row, () -> new ScanState(1, false, false).newGroup());
        assertThat(expected.computeIfAbsent(row, key -> group)).isSameAs(group);
      }
    }
    Map<UnsafeRow, Group> held = new HashMap<>();
    table.forEach(held::put);
    assertThat(held).hasSize(1_400).isEqualTo(expected);
  }
}
