package dev.evenhand;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.explain.Letter;
import dev.evenhand.explain.LetterForms;
import dev.evenhand.explain.Letters;
import dev.evenhand.lake.Lake;
import dev.evenhand.support.Child;
import dev.evenhand.support.FixedKeys;
import dev.evenhand.support.Spark;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What is told of all decisions of Complete Journey: every household's number begins with eight
 * digits of its own, so that one would be found.
 */
@Tag("proof")
class ExplainedJourneyTest {
  private static final Path DATA = Path.of(System.getenv().getOrDefault("EVENHAND_DATA", "none"));
  private static final String PREFIX = "73195482";
  private static final String ID = "household_id";
  private static final Pattern COMMA = Pattern.compile(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");
  private static final String PIPELINE = "conf/pipelines/complete-journey.yaml";

  private static final List<String> LISTS =
      List.of("customer", "other_side", "reviewer", "recourse");
  private static final String NO_BLANKS =
      String.join(
          " AND ",
          LISTS.stream()
              .map(list -> "forall(told.%s, s -> length(trim(s)) > 0)".formatted(list))
              .toList());
  private static final int LETTERS = 20;

  private final Path home = Spark.temporary("explained-journey");

  @Test
  void noTextNamesWhatItMustNotAndASecondRunTellsTheSame() throws IOException {
    Assumptions.assumeTrue(Files.isDirectory(DATA), "EVENHAND_DATA names no folder");
    FixedKeys.in(home);
    lengthenHouseholds();
    Child.Ended run = evenhand("run", Child.in(home));
    assertThat(run.status()).as(run.toString()).isLessThanOrEqualTo(1); // 1: a gate on test rows

    List<String> texts = texts();
    assertThat(texts).hasSizeGreaterThan(10_000);
    List<String> values = protectedValues();
    assertThat(values).contains("35-54", "Married", "75K and over");
    for (String text : texts) {
      assertThat(text).isNotBlank().doesNotContain("NaN", "null", "{", "}", PREFIX);
      assertThat(text).doesNotContain(values);
    }
    assertEveryDecisionIsTold();
    assertLettersTellNoMore(values);

    Child.Ended again =
        evenhand("explain", Child.in(home).option("-Dspark.sql.shuffle.partitions=5"));
    assertThat(again.status()).as(again.toString()).isLessThanOrEqualTo(1);
    assertThat(texts()).isEqualTo(texts);
  }

  /** Each decision by itself: a missing list would otherwise hide among ten thousand sentences. */
  private void assertEveryDecisionIsTold() {
    Dataset<Row> told =
        table("gold/explanations").selectExpr("*", "explode(sentences) AS (language, told)");
    assertThat(told.select("language").distinct().as(Encoders.STRING()).collectAsList())
        .containsExactlyInAnyOrder("en", "de");
    assertThat(told.count()).isEqualTo(2 * table("gold/explanations").count());
    String isWhole =
        "coalesce(size(told.customer) > 0 AND size(told.reviewer) > 0 AND told.other_side IS NOT"
            + " NULL AND length(told.sales_representative) > 0 AND told.recourse IS NOT NULL"
            + " AND (recourse_status <=> 'found') = (size(told.recourse) > 0), false)";
    assertThat(told.filter("NOT " + isWhole).count()).isZero();
    assertThat(told.filter(NO_BLANKS).count()).isEqualTo(told.count());
  }

  /** Letters of a sample of decisions, in both languages. */
  private void assertLettersTellNoMore(List<String> values) {
    List<String> decisions =
        table("gold/explanations")
            .selectExpr("decision_id", "xxhash64(decision_id) AS place")
            .distinct()
            .orderBy("place")
            .limit(LETTERS)
            .select("decision_id")
            .as(Encoders.STRING())
            .collectAsList();
    Lake lake = new Lake(Spark.session(), home.resolve("lake").toString());
    for (String language : List.of("en", "de")) {
      Letters letters =
          new Letters(
              lake,
              new Letters.Choice(Optional.empty(), Optional.empty(), Optional.of(language)),
              Instant.now());
      for (String decision : decisions) {
        List<Letter> own = letters.ofDecision(decision);
        // A decision's number holds the household's, so that only its own may stand there.
        for (String form : List.of(LetterForms.text(own), LetterForms.html(own))) {
          String body = form.replaceAll("(?s)<style>.*?</style>", "").replace(decision, "");
          assertThat(body).doesNotContain("NaN", "null", "{", "}", PREFIX).doesNotContain(values);
        }
        assertThat(LetterForms.json(own).replace(decision, ""))
            .doesNotContain("NaN", PREFIX)
            .doesNotContain(values);
      }
    }
  }

  private Child.Ended evenhand(String command, Child child) {
    return child.evenhand(
        command,
        PIPELINE,
        "--data",
        home.resolve("data").toString(),
        "--lake",
        home.resolve("lake").toString());
  }

  private List<String> texts() {
    Dataset<Row> told =
        table("gold/explanations")
            .selectExpr("model", "decision_id", "explode(sentences) AS (language, told)")
            .orderBy("model", "decision_id", "language")
            .selectExpr(
                "explode(concat("
                    + String.join(
                        ", ",
                        LISTS.stream()
                            .map(list -> "coalesce(told." + list + ", array('null'))")
                            .toList())
                    + ", array(coalesce(told.sales_representative, 'null')))) AS text")
            .selectExpr("coalesce(text, 'null') AS text");
    return told.as(Encoders.STRING()).collectAsList();
  }

  private List<String> protectedValues() {
    return table("silver/protected")
        .selectExpr("explode(map_values(attributes)) AS value")
        .filter("value IS NOT NULL")
        .distinct()
        .as(Encoders.STRING())
        .collectAsList();
  }

  private Dataset<Row> table(String name) {
    return Spark.session().read().format("delta").load(home.resolve("lake/" + name).toString());
  }

  private void lengthenHouseholds() throws IOException {
    Path to = Files.createDirectories(home.resolve("data/complete_journey"));
    try (Stream<Path> files = Files.list(DATA.resolve("complete_journey"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".csv.gz")).toList()) {
        lengthen(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static void lengthen(Path from, Path to) throws IOException {
    try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(from)), StandardCharsets.UTF_8));
        Writer out =
            new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(to)), StandardCharsets.UTF_8)) {
      String header = lines.readLine();
      out.write(header + "\n");
      int place = List.of(header.replace("\"", "").split(",")).indexOf(ID);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] fields = COMMA.split(line, -1);
        if (place >= 0) {
          fields[place] = PREFIX + fields[place].replace("\"", "");
        }
        out.write(String.join(",", fields) + "\n");
      }
    }
  }
}
