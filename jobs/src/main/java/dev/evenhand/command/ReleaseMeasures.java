package dev.evenhand.command;

import dev.evenhand.base.DataProblem;
import dev.evenhand.dp.Measure;
import dev.evenhand.dp.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** What a release measures, as it stands on the command line. */
final class ReleaseMeasures {
  private static final String NUMBER = "-?[0-9.]+(?:[eE]-?[0-9]+)?";
  private static final Pattern RANGED =
      Pattern.compile("(.+):(" + NUMBER + ")\\.\\.(" + NUMBER + ")");
  private static final Pattern QUANTILES = Pattern.compile("(.+\\.\\..+):([0-9./]+)");
  private static final Pattern BINS = Pattern.compile("(.+):([^:]+)");

  @Option(names = "--count", description = "The number of rows.")
  private boolean count;

  @Option(names = "--subjects", description = "The number of distinct subjects.")
  private boolean subjects;

  @Option(
      names = "--sum",
      paramLabel = "COLUMN:LOW..HIGH",
      description = "A column's sum; values beyond the range are clamped to it.")
  private List<String> sums = List.of();

  @Option(
      names = "--mean",
      paramLabel = "COLUMN:LOW..HIGH",
      description = "A column's mean, likewise.")
  private List<String> means = List.of();

  @Option(
      names = "--quantile",
      paramLabel = "COLUMN:LOW..HIGH:SHARES",
      description = "A column's quantiles, such as amount:0..500:0.25/0.5/0.75.")
  private List<String> quantiles = List.of();

  @Option(
      names = "--histogram",
      paramLabel = "COLUMN:EDGES",
      description = "Rows by bins of a column, such as age:18/25/40/65/90.")
  private List<String> histograms = List.of();

  List<Measure> all() {
    List<Measure> all = new ArrayList<>();
    if (count) {
      all.add(Measure.rows());
    }
    if (subjects) {
      all.add(Measure.subjects());
    }
    sums.forEach(text -> all.add(ranged("--sum", text, Measure::sum)));
    means.forEach(text -> all.add(ranged("--mean", text, Measure::mean)));
    quantiles.forEach(text -> all.add(quantiles(text)));
    histograms.forEach(text -> all.add(histogram(text)));
    if (all.isEmpty()) {
      throw new DataProblem(
          "release: nothing is asked for. Add --count, --subjects, --sum, --mean, --quantile or --histogram.");
    }
    return all;
  }

  private interface Ranged {
    Measure of(String column, Range range);
  }

  private static Measure ranged(String option, String text, Ranged measure) {
    Matcher parts = RANGED.matcher(text);
    if (!parts.matches()) {
      throw wrong(option, text, "COLUMN:LOW..HIGH, such as amount:0..100");
    }
    Function<Integer, Double> number = group -> number(option, text, parts.group(group));
    return measure.of(parts.group(1), new Range(number.apply(2), number.apply(3)));
  }

  private static Measure quantiles(String text) {
    Matcher parts = QUANTILES.matcher(text);
    if (!parts.matches()) {
      throw wrong("--quantile", text, "COLUMN:LOW..HIGH:SHARES, such as amount:0..500:0.5/0.9");
    }
    List<Double> shares = numbers("--quantile", text, parts.group(2));
    return ranged(
        "--quantile", parts.group(1), (column, range) -> Measure.quantiles(column, range, shares));
  }

  private static Measure histogram(String text) {
    Matcher parts = BINS.matcher(text);
    if (!parts.matches()) {
      throw wrong("--histogram", text, "COLUMN:EDGES, such as age:18/25/40");
    }
    return Measure.histogram(parts.group(1), numbers("--histogram", text, parts.group(2)));
  }

  private static List<Double> numbers(String option, String text, String list) {
    return Arrays.stream(list.split("/")).map(part -> number(option, text, part)).toList();
  }

  private static double number(String option, String text, String part) {
    try {
      return Double.parseDouble(part);
    } catch (NumberFormatException e) {
      throw new DataProblem(
          option + " '" + text + "' has '" + part + "' where a number belongs.", e);
    }
  }

  private static DataProblem wrong(String option, String text, String allowed) {
    return new DataProblem(option + " is '" + text + "'; it must be " + allowed + ".");
  }
}
