package dev.evenhand;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.support.Child;
import dev.evenhand.support.Spark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A release that is killed between its charge and its noise has spent, and published nothing. */
@Tag("proof")
class KilledReleaseTest {
  private static final int KILLED = 137;

  private final Path home = Spark.temporary("killed-release");

  @Test
  void whatAKilledReleaseWasChargedIsSpent() throws IOException {
    Files.writeString(home.resolve("in.csv"), "who\na\nb\n");
    Child.Ended set =
        Child.in(home)
            .evenhand("budget", "--lake", lake(), "--epsilon", "1", "--set-by", "officer");
    assertThat(set.status()).as(set.toString()).isZero();
    Child killed = Child.in(home).option("-Devenhand.failpoint=charged govern.privacy_ledger");
    assertThat(release(killed, "first").status()).isEqualTo(KILLED);
    assertThat(Files.exists(home.resolve("first"))).isFalse();

    Child.Ended refused = release(Child.in(home), "second");
    assertThat(refused.status()).as(refused.toString()).isEqualTo(1);
    assertThat(refused.err()).contains("epsilon 0.7 of 1 spent").doesNotContain("Exception");
    assertThat(Files.exists(home.resolve("second"))).isFalse();
  }

  private Child.Ended release(Child child, String out) {
    return child.evenhand(
        "release",
        home.resolve("in.csv").toString(),
        "--each-row",
        "--count",
        "--epsilon",
        "0.7",
        "--purpose",
        "test",
        "--lake",
        lake(),
        "--out",
        home.resolve(out).toString());
  }

  private String lake() {
    return home.resolve("lake").toString();
  }
}
