package dev.evenhand.anonymity;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How a class's parts are written: '[17, 39]', '{a|b}', '[low..high]', '*' for everything. */
final class Notation {
  static final String EVERYTHING = "*";

  private final Coding coding;

  Notation(Coding coding) {
    this.coding = coding;
  }

  String text(int dimension, Part part) {
    return part instanceof Part.Interval interval
        ? interval(coding.quasiIdentifier(dimension), interval)
        : values(dimension, (Part.Values) part);
  }

  private static String interval(QuasiIdentifier quasiIdentifier, Part.Interval part) {
    if (Double.isNaN(part.low())) {
      return "";
    }
    if (part.holdsMissing()) {
      return EVERYTHING;
    }
    String low = number(quasiIdentifier, part.low());
    return part.low() == part.high()
        ? low
        : "[" + low + ", " + number(quasiIdentifier, part.high()) + "]";
  }

  private static String number(QuasiIdentifier quasiIdentifier, double value) {
    if (quasiIdentifier.kind() == QuasiIdentifier.Kind.DATE) {
      return LocalDate.ofEpochDay((long) value).toString();
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private String values(int dimension, Part.Values part) {
    int[] codes = part.codes();
    String first = coding.vocabulary(dimension).get(codes[0]);
    if (codes.length == 1) {
      return first;
    }
    if (codes.length == coding.vocabulary(dimension).size()) {
      return EVERYTHING;
    }
    if (coding.quasiIdentifier(dimension).kind() == QuasiIdentifier.Kind.ORDERED) {
      return "[" + first + ".." + coding.vocabulary(dimension).get(codes[codes.length - 1]) + "]";
    }
    return Arrays.stream(codes)
        .mapToObj(coding.vocabulary(dimension)::get)
        .collect(Collectors.joining("|", "{", "}"));
  }
}
