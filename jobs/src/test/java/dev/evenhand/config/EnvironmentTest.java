package dev.evenhand.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How environment variables reach the file, and that their values reach no message. */
class EnvironmentTest {
  @TempDir Path folder;
  private Example example;

  @BeforeEach
  void inFolder() {
    example = Example.in(folder);
  }

  private Map<String, String> with(String name, String value) {
    Map<String, String> environment = new TreeMap<>(example.environment());
    environment.put(name, value);
    return environment;
  }

  private Pipeline read(Map<String, String> environment) {
    return PipelineFile.read(example.file(), environment, Overrides.none()).pipeline();
  }

  @Test
  void takesTheDefaultWhereAVariableIsUnsetOrEmpty() {
    assertThat(read(example.environment()).lake()).isEqualTo("lake");
    assertThat(read(with("EVENHAND_LAKE", "")).lake()).isEqualTo("lake");
    assertThat(read(with("EVENHAND_LAKE", "/a")).lake()).isEqualTo("/a");
  }

  @Test
  void takesSeveralVariablesInOneText() {
    example.with("owner: Sales", "owner: '${A} of ${B:-}${C:-the west}'");
    assertThat(read(with("A", "Sales")).card().owner()).isEqualTo("Sales of the west");
  }

  @Test
  void takesANumberFromAVariable() {
    example.with("k: 5", "k: '${K}'");
    assertThat(read(with("K", "7")).privacy().orElseThrow().anonymize().orElseThrow().k())
        .isEqualTo(7);
  }

  @Test
  void saysHowToSetTheData() {
    assertThat(example.problems(Map.of(), Overrides.none()))
        .containsExactly(
            "3:7: environment variable EVENHAND_DATA is not set; a value is required; set"
                + " EVENHAND_DATA or pass --data DIR");
  }

  @Test
  void namesEachVariableThatIsNotSet() {
    example
        .with("owner: Sales", "owner: '${OWNER}'")
        .with("contact: sales@", "contact: '${C}', affected: sales@");
    assertThat(example.problems())
        .containsExactly(
            "40:15: environment variable OWNER is not set; a value is required; set it, or write"
                + " ${OWNER:-default}",
            "40:36: environment variable C is not set; a value is required; set it, or write"
                + " ${C:-default}");
  }

  @Test
  void saysThatAReferenceInBracesNeedsQuotes() {
    example.with("owner: Sales", "owner: ${OWNER}");
    assertThat(example.problems())
        .singleElement()
        .asString()
        .startsWith("40:16: not YAML")
        .endsWith("within { } write '${NAME}' in quotes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'${OWNER'", "'${}'", "'${9}'", "'${A B}'"})
  void refusesHalfAReference(String written) {
    example.with("owner: Sales", "owner: " + written);
    assertThat(example.problems())
        .containsExactly(
            "40:15: '${' without a name and '}'; ${NAME} or ${NAME:-default} is allowed; complete"
                + " it");
  }

  @Test
  void doesNotReadAVariableWithinAVariable() {
    example.with("owner: Sales", "owner: '${A}'");
    assertThat(read(with("A", "${B}")).card().owner()).isEqualTo("${B}");
  }

  @Test
  void showsTheNameOfAVariableAndNotItsValue() {
    example.with("k: 5", "k: '${K}'").with("pipeline: coupons", "pipeline: '${NAME}'");
    Map<String, String> environment = with("K", "hunter2");
    environment.put("NAME", "s3cret word");
    assertThat(example.problems(environment, Overrides.none()))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).doesNotContain("hunter2").doesNotContain("s3cret"))
        .anySatisfy(line -> assertThat(line).contains("k is '${K}'"));
  }

  @Test
  void hidesValuesInLaterProblemsToo() {
    example.with("owner: Sales", "owner: '${A}'");
    PipelineFile file = PipelineFile.read(example.file(), with("A", "hunter2"), Overrides.none());
    assertThat(file.problem("/card/owner", "found hunter2 there"))
        .endsWith(":40:15: found ${A} there");
  }

  @Test
  void aPasswordComesFromTheEnvironmentOnly() {
    example
        .with("format: csv", "format: jdbc")
        .with("path: receipts.csv", "jdbc: {url: 'jdbc:x://h/d', table: t, password: hunter2}");
    assertThat(example.problems())
        .containsExactly(
            "8:53: password is written out; only ${NAME} is allowed; put it into the environment");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"jdbc:postgresql://h/d?password=hunter2", "jdbc:postgresql://a:hunter2@h/d"})
  void aUrlHoldsNoPassword(String url) {
    example
        .with("format: csv", "format: jdbc")
        .with("path: receipts.csv", "jdbc: {url: '" + url + "', table: t}");
    assertThat(example.problems())
        .singleElement()
        .asString()
        .startsWith("8:17: url holds credentials")
        .doesNotContain("hunter2");
  }

  @Test
  void dataOfTheCommandLineMustHaveAPlace() {
    example.with("${EVENHAND_DATA}/shop", folder.toString() + "/shop");
    Overrides overrides = new Overrides(Optional.of("/x"), Optional.empty());
    assertThat(example.problems(example.environment(), overrides))
        .singleElement()
        .asString()
        .startsWith("3:7: --data is given, but data doesn't refer to ${EVENHAND_DATA}");
  }
}
