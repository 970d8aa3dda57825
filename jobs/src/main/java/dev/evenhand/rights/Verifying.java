package dev.evenhand.rights;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenhand.rights.Traces.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The stage that looks whether anything is left: in every file of the lake, its bytes as they lie
 * there and unpacked, for every subject key, decision and text of theirs alone. What is a word of a
 * file's format is no trace, even if a text of theirs is the same.
 *
 * <p>In web pages keys alone are looked for: what else a card's page says stands in its JSON too,
 * and its scripts hold any word.
 */
record Verifying(ErasureWork work) {
  static boolean isPage(String file) {
    return file.endsWith(".html");
  }

  Found run() {
    Dataset<Row> traces = work.traces().read();
    List<String> keys = ErasureWork.listed(traces, KeyTable.Kind.SUBJECT);
    List<String> values = new ArrayList<>(ErasureWork.listed(traces, KeyTable.Kind.DECISION));
    values.addAll(ErasureWork.listed(work.uniqueTexts().read(), KeyTable.Kind.UNIQUE));
    Map<String, Long> files = new TreeMap<>();
    Map<String, Long> pages = new TreeMap<>();
    String own = work.journal().folder() + "/";
    work.lake()
        .files()
        .files(work.lake().files().root())
        .forEach(
            (file, size) -> {
              if (!file.startsWith(own)) {
                (isPage(file) ? pages : files).put(file, size);
              }
            });
    String root = work.lake().files().root();
    return FileSearch.in(work.spark(), root, files, Traces.of(keys, values))
        .and(FileSearch.in(work.spark(), root, pages, Traces.of(keys, List.of())));
  }

  ObjectNode outcome(Found found) {
    Dataset<Row> traces = work.traces().read();
    ObjectNode outcome = Journal.JSON.createObjectNode();
    outcome.put("at", work.clock().instant().toString());
    outcome.put("files", found.files());
    outcome.put("bytes", found.bytes());
    outcome.put("decoded_bytes", found.decodedBytes());
    outcome.put("keys", ErasureWork.ofKind(traces, KeyTable.Kind.SUBJECT).count());
    Dataset<Row> decisions = ErasureWork.ofKind(traces, KeyTable.Kind.DECISION);
    Column isSearched = Traces.isLongEnough(col(Footprint.KEY));
    outcome.put("decisions", decisions.filter(isSearched).count());
    outcome.put("decisions_too_short", decisions.filter(not(isSearched)).count());
    outcome.put("texts", work.outcome(ErasureWork.UNIQUE).path("texts").asLong());
    outcome.put("found", found.hits());
    return outcome;
  }
}
