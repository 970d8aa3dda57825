package dev.evenhand.config;

import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where rows come from, what they must look like, and which of them a run reads. */
public record Source(
    @Setting("How the source is stored.") Format format,
    @Setting("A file, folder or glob, relative to data; every format but jdbc needs it.")
        Optional<String> path,
    @Setting("The database; format jdbc needs it.") Optional<Jdbc> jdbc,
    @Setting(
            value = "How text is read, in Spark's names: sep, header, comment and so on.",
            keys = SourceOption.class)
        Map<String, String> options,
    @Setting(
            value = "The IANA time zone of timestamps without one; the lake holds UTC.",
            byDefault = "UTC")
        ZoneId timezone,
    @Setting("Columns with direct identifiers; they become pseudonyms before the first write.")
        Map<String, Identifier> identifiers,
    @Setting("The columns as Spark DDL; none means that every column is a STRING.")
        Optional<String> schema,
    @Setting("What a good row fulfils, by name, as Spark SQL; null counts as fulfilled.")
        Map<String, String> checks,
    @Setting(
            value =
                "The share of refused rows beyond which the run stops; 0% where the consent ledger"
                    + " is read from the source.",
            byDefault = "1%")
        Percent maxQuarantined,
    @Setting(value = "What a scheduled run reads.", byDefault = "full") Load load,
    @Setting("The column that only grows, for load: watermark.") Optional<String> watermark,
    @Setting("The columns that identify a row; a later row with the same key replaces it.")
        List<String> key,
    @Setting(
            value = "The ISO 4217 currency of amounts without one of their own.",
            pattern = "[A-Z]{3}")
        Optional<String> currency,
    @Setting("Columns that land encrypted, each value for its row alone; key names the row.")
        List<String> encrypt,
    @Setting("What columns of free text are scanned for, by column.")
        Map<String, FreeText> freeText) {

  public Source {
    path = Checks.copy(path);
    jdbc = Checks.copy(jdbc);
    identifiers = Checks.copy(identifiers);
    schema = Checks.copy(schema);
    checks = Checks.copy(checks);
    watermark = Checks.copy(watermark);
    key = Checks.copy(key);
    currency = Checks.copy(currency);
    encrypt = Checks.copy(encrypt);
    freeText = Checks.copy(freeText);
    Checks rules = new Checks();
    checkPlace(rules, format, path, jdbc);
    checkOptions(rules, format, Checks.copy(options));
    checkLoad(rules, format, load, watermark);
    rules.distinct(key, "key");
    checkEncrypted(rules, encrypt, key, identifiers, watermark);
    currency.ifPresent(code -> rules.that(isCurrency(code), "currency", unknownCurrency(code)));
    rules.done();
    options = Checks.copy(SourceOption.complete(format, Checks.copy(options)));
  }

  private static void checkPlace(
      Checks rules, Format format, Optional<String> path, Optional<Jdbc> jdbc) {
    boolean isJdbc = format == Format.JDBC;
    rules
        .that(
            isJdbc == jdbc.isPresent(),
            jdbc.isPresent() ? "jdbc" : "",
            isJdbc
                ? "format is jdbc without a jdbc part; it is required; add jdbc: {url: …, table: …}"
                : "a jdbc part with format %s; only format jdbc allows it; drop one of them"
                    .formatted(format.word()))
        .that(
            isJdbc != path.isPresent(),
            path.isPresent() ? "path" : "",
            isJdbc
                ? "path with format jdbc; jdbc.table is allowed instead; drop path"
                : "no path; format %s needs one; add path: with a file, folder or glob"
                    .formatted(format.word()));
  }

  private static void checkOptions(Checks rules, Format format, Map<String, String> options) {
    List<String> allowed = SourceOption.of(format).stream().map(SourceOption::word).toList();
    options.forEach(
        (option, value) ->
            rules
                .that(
                    allowed.contains(option),
                    "options/" + option,
                    "unknown option '%s' of format %s; allowed are %s; correct or drop it",
                    option,
                    format.word(),
                    allowed.isEmpty() ? "none" : String.join(", ", allowed))
                .that(
                    SourceOption.named(option).map(known -> known.allows(value)).orElse(true),
                    "options/" + option,
                    "%s is '%s'; %s is allowed; correct or drop it",
                    option,
                    value,
                    SourceOption.named(option).map(SourceOption::allowed).orElse("nothing")));
  }

  private static void checkLoad(
      Checks rules, Format format, Load load, Optional<String> watermark) {
    rules
        .that(
            (load == Load.WATERMARK) == watermark.isPresent(),
            watermark.isPresent() ? "watermark" : "load",
            load == Load.WATERMARK
                ? "load is watermark without a watermark column; it is required; add watermark:"
                : ("watermark with load %s; only load: watermark allows it; drop it or change "
                        + "load")
                    .formatted(load.word()))
        .that(
            load != Load.NEW_FILES || format != Format.JDBC,
            "load",
            "load is new-files with format jdbc; full or watermark is allowed; choose one");
  }

  private static void checkEncrypted(
      Checks rules,
      List<String> encrypt,
      List<String> key,
      Map<String, Identifier> identifiers,
      Optional<String> watermark) {
    rules
        .distinct(encrypt, "encrypt")
        .that(
            encrypt.isEmpty() || !key.isEmpty(),
            "encrypt",
            "encrypt without a key; it is required; name the columns that identify a row");
    for (int i = 0; i < encrypt.size(); i++) {
      String column = encrypt.get(i);
      rules.that(
          !key.contains(column)
              && !identifiers.containsKey(column)
              && !watermark.equals(Optional.of(column)),
          "encrypt/" + i,
          "'%s' is an identifier, of the key or the watermark; other columns are allowed; drop it",
          column);
    }
  }

  private static boolean isCurrency(String code) {
    return Currency.getAvailableCurrencies().stream()
        .anyMatch(currency -> currency.getCurrencyCode().equals(code));
  }

  private static String unknownCurrency(String code) {
    return "currency is '%s'; an ISO 4217 code is allowed; write such as USD".formatted(code);
  }
}
