package dev.evenhand.pseudonym;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalFormTest {
  @ParameterizedTest
  @ValueSource(strings = {"17850", "17850.0", "17850.", " 17850.00 ", "0017850", "017850.0\t"})
  void digitsAreOneNumberHoweverTheyAreWritten(String raw) {
    assertThat(CanonicalForm.DIGITS.of(raw)).isEqualTo("17850");
  }

  @ParameterizedTest
  @ValueSource(strings = {"17850.5", "C17850", "-1", "1e5", "1 7", "١٢", "."})
  void digitsRefuseWhatIsNoWholeNumber(String raw) {
    assertThat(CanonicalForm.DIGITS.of(raw)).isNull();
  }

  @Test
  void digitsKeepZeroAndZerosInside() {
    assertThat(CanonicalForm.DIGITS.of("000")).isEqualTo("0");
    assertThat(CanonicalForm.DIGITS.of("100.0")).isEqualTo("100");
  }

  @Test
  void textIsOneWhateverItsBlanksCaseAndCodePoints() {
    assertThat(CanonicalForm.TEXT.of("  Ａnna\u00a0  Mu\u0308ller ")).isEqualTo("anna müller");
  }

  @Test
  void emailIsTrimmedAndLowerCaseAndHasAnAt() {
    assertThat(CanonicalForm.EMAIL.of(" Anna@Example.ORG")).isEqualTo("anna@example.org");
    assertThat(CanonicalForm.EMAIL.of("anna at example")).isNull();
  }

  @Test
  void noneIsAsItStands() {
    assertThat(CanonicalForm.NONE.of(" AB-12 ")).isEqualTo(" AB-12 ");
  }

  @ParameterizedTest
  @EnumSource
  void blankIsMissing(CanonicalForm form) {
    assertThat(form.of("  ")).isNull();
    assertThat(form.of(null)).isNull();
  }
}
