package dev.evenhand;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.support.Child;
import dev.evenhand.support.LakeTables;
import dev.evenhand.support.ObjectStore;
import dev.evenhand.support.TinyWorld;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A lake on S3: the same tables as on a disk, and one run at a time. */
@Tag("proof")
class ObjectStoreTest {
  private final TinyWorld world = TinyWorld.shared();

  @Test
  void ofTwoDriversAtOnceOneIsRefusedAndNothingIsLost() {
    try (ObjectStore store = ObjectStore.started()) {
      String lake = store.bucket() + "/lake";
      Child.Running one = store.child(world).start("dev.evenhand.Evenhand", world.run(lake));
      Child.Running other = store.child(world).start("dev.evenhand.Evenhand", world.run(lake));
      List<Child.Ended> ended = List.of(Child.ended(one), Child.ended(other));

      assertThat(ended).as("one runs to its end").filteredOn(run -> run.status() <= 1).hasSize(1);
      assertThat(ended)
          .as("the other is refused")
          .filteredOn(run -> run.status() == 3)
          .singleElement()
          .extracting(Child.Ended::err)
          .asString()
          .startsWith("evenhand: Another live run holds the lease of lake in this lake.")
          .hasLineCount(1);
      LakeTables.assertEqual(LakeTables.of(lake), LakeTables.of(world.undisturbed()));
    }
  }
}
