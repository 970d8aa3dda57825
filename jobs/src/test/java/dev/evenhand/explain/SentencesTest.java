package dev.evenhand.explain;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.config.Pipeline;
import dev.evenhand.support.SamplePipeline;
import dev.evenhand.support.Spark;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** What is said of one decision, word for word. */
class SentencesTest {
  private static final Pipeline PIPELINE =
      SamplePipeline.with(
          """
          explain:
            languages: [en, de]
            features:
              household_size: {names: {en: the size of the household, de: die Größe des Haushalts}}
              faith: {unit: text, value: untold, names: {en: the faith, de: der Glaube}}
              member: {unit: yes-no, names: {en: being a member, de: die Mitgliedschaft}}
          """);
  private static final List<String> FEATURES =
      List.of(
          "frequency_91d",
          "recency_28d",
          "monetary_91d",
          "share_of_wine_28d",
          "household_size",
          "member",
          "segment",
          "share",
          "tenure_years",
          "faith",
          "blank",
          "endless");

  private static Row told(String language, String decision, String contributions) {
    Phrases phrases =
        PhraseFile.of(PIPELINE, Spark.session().sparkContext().hadoopConfiguration()).stream()
            .filter(each -> each.language().equals(language))
            .findFirst()
            .orElseThrow();
    Vocabulary words = Vocabulary.of(phrases, PIPELINE, FEATURES);
    Dataset<Row> row =
        Spark.session()
            .sql(
                """
                SELECT %s AS contributions, %s AS decision,
                  map('frequency_91d', 3D, 'recency_28d', 1.2D, 'monetary_91d', 1234.5D,
                      'share_of_wine_28d', 0.256D, 'household_size', CAST(NULL AS DOUBLE),
                      'member', 1D, 'share', 0.1239D, 'tenure_years', double('NaN'),
                      'endless', double('Infinity'), 'stranger', 7D) AS numbers,
                  map('segment', 'gold {value}', 'faith', 'Quaker', 'blank', ' ') AS categories
                """
                    .formatted(contributions, decision))
            .withColumn("strongest", Strongest.first(col("contributions")));
    Sentences.Told told =
        new Sentences.Told(col("strongest"), col("decision"), col("numbers"), col("categories"));
    Map<String, Double> averages =
        Map.of("frequency_91d", 5.0, "monetary_91d", 1000.0, "member", 0.5, "recency_28d", 1.2);
    return row.select(
            new Sentences(words, averages).of(told, array().cast("array<string>")).as("told"))
        .head()
        .getStruct(0);
  }

  private static List<String> texts(Row told, String part) {
    return told.getList(told.fieldIndex(part));
  }

  @Test
  void theCustomerHearsWhatCountedTowardsTheDecisionAndThenTheRest() {
    Row told =
        told(
            "en",
            "0D",
            "map('frequency_91d', -0.5D, 'monetary_91d', 0.7D, 'recency_28d', -0.2D, 'share', 0D)");
    assertThat(texts(told, "customer"))
        .containsExactly(
            "The number of purchases in 91 days (3, below average) counted against you.",
            "The time since the last purchase, within 28 days (1 day) counted against you.");
    assertThat(texts(told, "other_side"))
        .containsExactly(
            "The amount spent in 91 days (1,234.50 EUR, above average) counted in your favour.");
    assertThat(told.<String>getAs("sales_representative"))
        .isEqualTo(
            "Not selected, mainly because of: the number of purchases in 91 days (3, below"
                + " average); the time since the last purchase, within 28 days (1 day).");
    assertThat(texts(told, "reviewer"))
        .startsWith(
            "monetary_91d: the amount spent in 91 days (1,234.50 EUR, above average) raises the"
                + " log-odds by 0.700, rank 1.")
        .hasSize(3);
  }

  @Test
  void aSelectedCustomerHearsWhatCountedForThem() {
    Row told = told("en", "1D", "map('frequency_91d', -0.5D, 'member', 0.7D)");
    assertThat(texts(told, "customer"))
        .containsExactly("Being a member (yes) counted in your favour.");
  }

  @Test
  void germanHasItsOwnMarksAndWords() {
    Row told =
        told("de", "0D", "map('monetary_91d', -0.7D, 'share_of_wine_28d', -0.5D, 'member', -0.1D)");
    assertThat(texts(told, "customer"))
        .containsExactly(
            "Der Betrag der Einkäufe in 91 Tagen (1.234,50 EUR, über dem Durchschnitt) sprach gegen"
                + " Sie.",
            "Der Anteil von wine an den Einkäufen in 28 Tagen (26 %) sprach gegen Sie.",
            "Die Mitgliedschaft (ja) sprach gegen Sie.");
  }

  @Test
  void whatIsNotKnownIsSaidAndNoPartOfAValueIsTakenForAPartOfTheSentence() {
    Row told = told("en", "0D", "map('household_size', -3D, 'tenure_years', -2D, 'segment', -1D)");
    assertThat(texts(told, "customer"))
        .containsExactly(
            "The size of the household (not on record) counted against you.",
            "The entry “tenure years” (not on record) counted against you.",
            "The entry “segment” (gold {value}) counted against you.");
  }

  @Test
  void anUntoldValueIsToldToNoReader() {
    Row told = told("en", "0D", "map('faith', -3D, 'member', 0.5D)");
    assertThat(texts(told, "customer")).containsExactly("The faith counted against you.");
    assertThat(told.<String>getAs("sales_representative"))
        .isEqualTo("Not selected, mainly because of: the faith.");
    assertThat(texts(told, "reviewer"))
        .startsWith("faith: the faith lowers the log-odds by 3, rank 1.");
    assertThat(told("de", "0D", "map('faith', -3D)").toString()).doesNotContain("Quaker");
  }

  /** Nothing that is no value reaches a sentence, and of a feature without words no value does. */
  @Test
  void noSentenceIsMissingOrSaysNaN() {
    Row told =
        told(
            "en",
            "0D",
            "map('endless', -3D, 'blank', -2D, 'stranger', -1D, 'share', double('NaN'),"
                + " 'segment', CAST(NULL AS DOUBLE))");
    assertThat(texts(told, "customer"))
        .containsExactly(
            "The entry “endless” (not on record) counted against you.",
            "The entry “blank” (not on record) counted against you.",
            "The entry “stranger” counted against you.");
    assertThat(texts(told, "reviewer")).hasSize(3).doesNotContainNull();
    assertThat(told.toString()).doesNotContain("NaN", "null", "∞");
  }

  @Test
  void whereNothingCountedThatIsSaid() {
    Row told = told("en", "0D", "map('frequency_91d', 0.5D, 'member', 0D)");
    assertThat(texts(told, "customer"))
        .containsExactly("No single entry decided; it was all of them together.");
    assertThat(told.<String>getAs("sales_representative"))
        .isEqualTo("Not selected; no single entry decided.");
  }
}
