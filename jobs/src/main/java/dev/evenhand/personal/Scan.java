package dev.evenhand.personal;

import static org.apache.spark.sql.functions.udf;

import java.io.Serializable;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * Looks for kinds of personal data in a text. What several kinds claim belongs to the one that is
 * named first in {@link Kind}: its rule is the stricter one.
 *
 * <p>Its columns are UDFs: a checksum of each candidate in a text is no expression that anybody
 * could read.
 */
public final class Scan implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Pattern WORD = Pattern.compile("\\p{L}[\\p{L}\\p{M}'’-]*");
  private static final int MOST_WORDS = 3;

  private final EnumSet<Kind> kinds;
  private final HashSet<String> names;

  /**
   * @param names for {@link Kind#NAME}, of up to three words each; they count where they are
   *     written with a capital letter
   */
  public Scan(Collection<Kind> kinds, Collection<String> names) {
    this.kinds = EnumSet.copyOf(kinds);
    this.names = new HashSet<>();
    names.stream().map(Scan::normal).filter(name -> !name.isEmpty()).forEach(this.names::add);
  }

  /** A part of a text that is personal data. */
  record Found(Kind kind, int from, int to) {}

  /** The words of the kinds (an ARRAY of STRING) that are in a text; null if it is null. */
  public Column kindsIn(Column text) {
    Scan scan = this;
    UDF1<String, String[]> kindsIn = each -> each == null ? null : scan.kindsIn(each);
    return udf(kindsIn, DataTypes.createArrayType(DataTypes.StringType, false))
        .withName("personal_data")
        .apply(text);
  }

  /** The text with the kind in the place of what was found, such as [email]. */
  public Column masked(Column text) {
    Scan scan = this;
    UDF1<String, String> masked = each -> each == null ? null : scan.masked(each);
    return udf(masked, DataTypes.StringType).withName("masked").apply(text);
  }

  String[] kindsIn(String text) {
    Set<String> words = new TreeSet<>();
    in(text).forEach(found -> words.add(found.kind().word()));
    return words.toArray(String[]::new);
  }

  String masked(String text) {
    StringBuilder masked = new StringBuilder();
    int end = 0;
    for (Found found : in(text)) {
      masked.append(text, end, found.from()).append('[').append(found.kind().word()).append(']');
      end = found.to();
    }
    return masked.append(text, end, text.length()).toString();
  }

  /** What is in a text, in its order; nothing overlaps. */
  List<Found> in(String text) {
    List<Found> all = new ArrayList<>();
    for (Kind kind : kinds) {
      if (kind == Kind.NAME) {
        names(text, all);
      } else {
        of(kind, text, all);
      }
    }
    all.sort((one, other) -> Integer.compare(one.from(), other.from()));
    return all;
  }

  private static void of(Kind kind, String text, List<Found> all) {
    Matcher matcher = kind.pattern().matcher(text);
    int from = 0;
    while (from <= text.length() && matcher.find(from)) {
      int end = end(kind, text, matcher.start(), matcher.end());
      if (end > 0) {
        add(new Found(kind, matcher.start(), end), all);
      }
      from = end > 0 ? end : matcher.start() + 1;
    }
  }

  /** Where it ends: words that follow may be written like a part of it. 0 if it is none. */
  private static int end(Kind kind, String text, int from, int to) {
    for (int end = to; end > from; end = text.lastIndexOf(' ', end - 1)) {
      String candidate = text.substring(from, end);
      if (kind.pattern().matcher(candidate).matches() && kind.isOne(candidate)) {
        return end;
      }
    }
    return 0;
  }

  private static void add(Found found, List<Found> all) {
    if (all.stream().noneMatch(other -> found.from() < other.to() && other.from() < found.to())) {
      all.add(found);
    }
  }

  private void names(String text, List<Found> all) {
    List<int[]> words = new ArrayList<>();
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      words.add(new int[] {word.start(), word.end()});
    }
    for (int i = 0; i < words.size(); i++) {
      int from = words.get(i)[0];
      for (int last = Math.min(words.size(), i + MOST_WORDS) - 1; last >= i; last--) {
        int to = words.get(last)[1];
        if (Character.isUpperCase(text.codePointAt(from))
            && names.contains(normal(text.substring(from, to)))) {
          add(new Found(Kind.NAME, from, to), all);
          i = last;
          break;
        }
      }
    }
  }

  private static String normal(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFKC)
        .strip()
        .replaceAll("\\s+", " ")
        .replaceFirst("['’]s$", "")
        .toLowerCase(Locale.ROOT);
  }
}
