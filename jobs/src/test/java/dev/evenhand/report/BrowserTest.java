package dev.evenhand.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.support.Spark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A machine without Chromium says so, and is no success where pages must be seen. */
class BrowserTest {
  @Test
  void aMissingBrowserFailsWhereOneIsRequiredAndSkipsElsewhere() {
    assertThatThrownBy(() -> Browser.program("/no-such-folder", true))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("install the package chromium (EVENHAND_BROWSER=required)");
    assertThatThrownBy(() -> Browser.program("/no-such-folder", false))
        .matches(skipped -> skipped.getClass().getSimpleName().equals("TestAbortedException"))
        .hasMessageContaining("install the package chromium");
  }

  @Test
  void theFirstOneOnThePathIsTaken() throws IOException {
    Path folder = Files.createDirectories(Spark.temporary("browser"));
    Path program = Files.createFile(folder.resolve("chromium"));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    assertThat(Browser.program("/no-such-folder:" + folder, true)).isEqualTo(program);
  }

  @Test
  void continuousIntegrationAsksForOne() throws IOException {
    assertThat(Files.readString(Path.of(".ci/run"))).contains("export EVENHAND_BROWSER=required");
  }
}
