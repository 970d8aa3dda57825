package dev.evenhand;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
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
    assertThat(table("gold/explanations").filter("size(sentences['de'].customer) = 0").count())
        .isZero();

    Child.Ended again =
        evenhand("explain", Child.in(home).option("-Dspark.sql.shuffle.partitions=5"));
    assertThat(again.status()).as(again.toString()).isLessThanOrEqualTo(1);
    assertThat(texts()).isEqualTo(texts);
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
                "explode(concat(told.customer, told.other_side, told.reviewer, told.recourse,"
                    + " array(told.sales_representative))) AS text");
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
