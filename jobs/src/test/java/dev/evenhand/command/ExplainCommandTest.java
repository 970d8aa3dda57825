package dev.evenhand.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenhand.base.DataProblem;
import dev.evenhand.explain.SampleLetters;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.support.FixedKeys;
import dev.evenhand.support.Spark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Letters as the command writes them: of a decision or a customer, as text, JSON and a page. */
class ExplainCommandTest {
  private static final Path HOME = Spark.temporary("explain-command");
  private static final Keys KEYS = FixedKeys.in(HOME);
  private static String lake;

  @BeforeAll
  static void write() {
    lake = SampleLetters.with(KEYS).root();
  }

  /** What is printed; a problem's message where there is one. */
  private static String explain(String... arguments) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, false, StandardCharsets.UTF_8);
    CommandLine line =
        new CommandLine(new ExplainCommand(name -> Spark.session(), () -> KEYS, out));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (problem, where, parsed) -> {
          out.print(problem.getMessage());
          out.flush();
          return problem instanceof DataProblem ? ExitStatus.WRONG_INPUT : ExitStatus.FAILED;
        });
    List<String> all = new ArrayList<>(List.of("--lake", lake));
    all.addAll(Arrays.asList(arguments));
    line.execute(all.toArray(String[]::new));
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void ofACustomerEachDecisionHasALetterTheLatestFirst() {
    String text = explain("--subject", SampleLetters.CUSTOMER);
    assertThat(text)
        .containsSubsequence("Number of this letter: d-made", "Number of this letter: d-tried")
        .contains("en " + SampleLetters.CUSTOMER)
        .doesNotContain("d-other", SampleLetters.OTHER, "41.25", "null", "{");
    assertThat(explain("--subject", "999999")).contains("the lake knows no such customer");
  }

  @Test
  void asJsonOneLetterIsAnObjectAndSeveralAreAnArray() throws IOException {
    ObjectMapper json = new ObjectMapper();
    JsonNode one = json.readTree(explain("--decision", "d-tried", "--format", "json"));
    assertThat(one.at("/format").asText()).isEqualTo("evenhand-letter-1");
    assertThat(one.at("/decision_id").asText()).isEqualTo("d-tried");
    assertThat(one.at("/language").asText()).isEqualTo("en");
    assertThat(one.at("/selected").asBoolean(true)).isFalse();
    assertThat(one.at("/trial").asBoolean()).isTrue();
    assertThat(one.at("/reasons/0").asText()).isEqualTo("en 100123 & <b>");
    assertThat(one.at("/recourse/0").asText()).isEqualTo("With 5 years, 100123.");
    assertThat(one.at("/data/1/value").asText()).isEqualTo("not shown");
    assertThat(one.at("/consent/0").asText()).contains("The contract names it.");
    JsonNode several =
        json.readTree(
            explain("--subject", SampleLetters.CUSTOMER, "--format", "JSON", "--language", "de"));
    assertThat(several.isArray()).isTrue();
    assertThat(several.findValuesAsText("decision_id")).containsExactly("d-made", "d-tried");
    assertThat(several.findValuesAsText("language")).containsOnly("de");
    assertThat(several.toString()).doesNotContain(SampleLetters.OTHER);
  }

  @Test
  void asAPageItHasItsLanguageATitleAndNobodyElse() {
    String page =
        explain("--subject", SampleLetters.CUSTOMER, "--format", "html", "--language", "de");
    assertThat(page.strip()).startsWith("<!doctype html>");
    assertThat(page)
        .contains("<html lang=\"de\">")
        .contains("<title>Warum so entschieden wurde</title>")
        .contains("de 100123 &amp; &lt;b")
        .contains("wird nicht gezeigt")
        .doesNotContain(SampleLetters.OTHER, "d-other", "41,25", "null", "<b>");
    assertThat(Pattern.compile("<article>").matcher(page).results().count()).isEqualTo(2);
    assertThat(Pattern.compile("(src|href)=").matcher(page).find()).isFalse();
    assertThat(explain("--decision", "d-tried", "--format", "html"))
        .contains("<html lang=\"en\">")
        .contains("<title>What the model would have decided, and why</title>");
  }

  @Test
  void anotherModelIsNamedAndAnUnknownLanguageOrDecisionRefused() {
    assertThat(explain("--decision", "d-tried", "--model", "plain")).contains("With 7 years");
    assertThat(explain("--decision", "d-tried", "--language", "fr"))
        .startsWith("--language 'fr': the decision was explained in en, de.");
    assertThat(explain("--decision", "d-none")).startsWith("--decision: no run explained");
    assertThat(explain("--decision", "d-tried", "--subject", SampleLetters.CUSTOMER))
        .startsWith("explain: --decision and --subject are both given.");
  }
}
