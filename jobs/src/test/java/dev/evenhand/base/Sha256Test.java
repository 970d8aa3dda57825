package dev.evenhand.base;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.support.Spark;
import org.junit.jupiter.api.Test;

class Sha256Test {
  @Test
  void isTheKnownHashOfAbc() {
    assertThat(Sha256.of("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void sparkRuns() {
    assertThat(Spark.session().range(3).count()).isEqualTo(3);
  }
}
