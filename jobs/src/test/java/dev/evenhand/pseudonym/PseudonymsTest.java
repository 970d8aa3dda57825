package dev.evenhand.pseudonym;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.support.Spark;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PseudonymsTest {
  @TempDir Path home;
  private Keys keys;
  private Pseudonyms pseudonyms;

  @BeforeEach
  void makeKeys() {
    keys = Keys.inHome(home);
    pseudonyms = new Pseudonyms(keys);
  }

  @Test
  void areOneForEverySpellingAndKeepMissingMissing() {
    List<String> made = pseudonyms("17850.0", " 17850", null, "", "x1");

    assertThat(made.get(0)).matches("[A-Za-z]{23}").isEqualTo(made.get(1));
    assertThat(made.subList(2, 5)).containsOnlyNulls();
    assertThat(made.get(0)).isEqualTo(keys.keyset().pseudonym("household", "17850"));
  }

  @Test
  void differByNamespaceAndByKeyset() {
    Keyset other = Keys.inHome(home.resolve("other")).keyset();

    assertThat(keys.keyset().pseudonym("household", "12"))
        .isNotEqualTo(keys.keyset().pseudonym("store", "12"))
        .isNotEqualTo(other.pseudonym("household", "12"));
  }

  @Test
  void identitiesAreEqualForEqualIdentifiersAndOpenAgain() {
    Column identity = pseudonyms.identity(col("value"), "household", CanonicalForm.DIGITS);
    List<Row> rows = rows("12", "12.0", "13").select(identity).collectAsList();
    byte[] first = rows.get(0).getAs(0);

    assertThat(first).isEqualTo(rows.get(1).<byte[]>getAs(0));
    assertThat(first).isNotEqualTo(rows.get(2).<byte[]>getAs(0));
    assertThat(keys.keyset().canonicalOf("household", first)).isEqualTo("12");
    assertThatThrownBy(() -> keys.keyset().canonicalOf("store", first))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("does not fit");
  }

  @Test
  void sealedTextOpensOnlyInItsContext() {
    Column sealed = pseudonyms.sealed(col("value").cast("binary"), "sales");
    List<Row> rows = rows("a secret line", "a secret line").select(sealed).collectAsList();
    byte[] first = rows.get(0).getAs(0);

    assertThat(first).isNotEqualTo(rows.get(1).<byte[]>getAs(0));
    assertThat(new String(keys.keyset().open(first, "sales"), StandardCharsets.UTF_8))
        .isEqualTo("a secret line");
    assertThatThrownBy(() -> keys.keyset().open(first, "customers"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void noKeyIsInThePlan() throws Exception {
    String plan =
        rows("12")
            .select(column(), pseudonyms.sealed(col("value").cast("binary"), "s"))
            .queryExecution()
            .toString();
    List<String> secrets =
        Arrays.stream(Files.readString(keys.path()).split("\""))
            .filter(part -> part.length() > 30)
            .toList();

    assertThat(secrets).hasSizeGreaterThanOrEqualTo(3);
    assertThat(plan).contains("pseudonym(").doesNotContain(secrets);
  }

  private List<String> pseudonyms(String... raw) {
    return rows(raw).select(column()).as(Encoders.STRING()).collectAsList();
  }

  private Column column() {
    return pseudonyms.pseudonym(col("value"), "household", CanonicalForm.DIGITS);
  }

  private static Dataset<String> rows(String... values) {
    return Spark.session().createDataset(Arrays.asList(values), Encoders.STRING());
  }
}
