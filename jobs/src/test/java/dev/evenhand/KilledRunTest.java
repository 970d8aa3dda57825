package dev.evenhand;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.support.Child;
import dev.evenhand.support.LakeTables;
import dev.evenhand.support.TinyWorld;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A run that is killed in every one of its steps ends with the tables of one that never was. */
@Tag("proof")
class KilledRunTest {
  private static final int KILLED = 137;

  /** One place a step, after its first write where it has several. */
  private static final List<String> PLACES =
      List.of(
          "wrote bronze.customers",
          "wrote silver.protected",
          "wrote gold.decisions",
          "wrote gold.splits",
          "wrote gold.features",
          "wrote gold.training_set",
          "wrote gold.weights",
          "wrote metrics.balance",
          "wrote govern.models",
          "wrote gold.predictions",
          "wrote gold.explanations",
          "wrote govern.gates",
          "wrote govern.model_cards");

  private final TinyWorld world = TinyWorld.shared();

  @Test
  void killedInEveryStepItEndsWithTheSameTables() {
    String lake = world.lake("killed");
    for (String place : PLACES) {
      Child.Ended run =
          world.child().option("-Devenhand.failpoint=" + place).evenhand(world.run(lake));
      assertThat(run.status()).as(place + ": " + run).isEqualTo(KILLED);
    }
    Child.Ended last = world.child().evenhand(world.run(lake));
    assertThat(last.status()).as(last.toString()).isLessThanOrEqualTo(1);
    assertThat(last.out()).contains("continuing run");

    Map<String, List<LakeTables.Line>> tables = LakeTables.of(lake);
    assertThat(tables.get("govern.runs")).hasSize(PLACES.size() + 1);
    LakeTables.assertEqual(tables, LakeTables.of(world.undisturbed()));
  }
}
