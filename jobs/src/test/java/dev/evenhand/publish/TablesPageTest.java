package dev.evenhand.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.support.TablesPage;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The page about tables says what the contracts say. */
class TablesPageTest {
  /** Run with -Devenhand.tables.write to write the page anew after a change of a contract. */
  @Test
  void thePageEqualsTheContracts() throws IOException {
    String page = Files.readString(TablesPage.PAGE);
    String made =
        page.substring(0, page.indexOf(TablesPage.BEFORE) + TablesPage.BEFORE.length())
            + TablesPage.columns(Publication.contracts());
    if (System.getProperty("evenhand.tables.write") != null) {
      Files.writeString(TablesPage.PAGE, made);
    }
    assertThat(Files.readString(TablesPage.PAGE)).isEqualTo(made);
  }

  @Test
  void itAsksTenQuestions() throws IOException {
    assertThat(TablesPage.questions(Files.readString(TablesPage.PAGE))).hasSize(10);
  }
}
