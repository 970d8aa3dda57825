package dev.evenhand.rights;

import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenhand.base.Quoted;
import dev.evenhand.lake.LakeFiles;
import dev.evenhand.lake.table.Models;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The stages that follow a text of the subjects which nobody else's rows hold, such as a rare
 * category, out of the tables of rows: into figures, cards and saved models. Figures and cards that
 * name it are deleted; so is a model whose files do, since it can't be told to forget.
 */
record Withdrawing(ErasureWork work) {
  private static final Set<String> LAYERS_OF_ROWS = Set.of("bronze", "silver", "secure", "gold");
  private static final String ROW = "row";
  private static final int RUN_PARTS = 3;

  /** Which texts are theirs alone, and which files and tables beside their rows' hold one. */
  ObjectNode find() {
    Dataset<Row> texts =
        ErasureWork.ofKind(work.texts().read(), KeyTable.Kind.TEXT).select(Footprint.KEY).cache();
    Dataset<Row> unique = unique(texts);
    work.uniqueTexts().write(Finding.rows(unique, KeyTable.Kind.UNIQUE));
    List<String> alone = ErasureWork.listed(work.uniqueTexts().read(), KeyTable.Kind.UNIQUE);
    ObjectNode outcome = Journal.JSON.createObjectNode();
    outcome.put("texts", alone.size());
    Traces.Found found =
        alone.isEmpty()
            ? Traces.Found.NOTHING
            : FileSearch.in(
                work.spark(), work.lake().files().root(), files(), Traces.of(List.of(), alone));
    var files = outcome.putArray("files");
    found.places().stream().sorted().forEach(files::add);
    return outcome;
  }

  private Dataset<Row> unique(Dataset<Row> texts) {
    if (texts.isEmpty()) {
      return texts;
    }
    Dataset<Row> others = null;
    for (String table : work.catalog().tables()) {
      if (LAYERS_OF_ROWS.contains(layer(table))) {
        Dataset<Row> cells =
            Tracing.cells(work.tracing().footprint(table), work.catalog().rows(table))
                .join(texts, Footprint.KEY)
                .distinct();
        others = others == null ? cells : others.union(cells);
      }
    }
    return others == null ? texts : texts.join(others, Footprint.KEY, "left_anti");
  }

  /** All but the tables of rows, which forget their past anyway, and the erasure's own. */
  private Map<String, Long> files() {
    LakeFiles files = work.lake().files();
    Map<String, Long> others = new TreeMap<>(files.files(files.root()));
    List<String> aside = new ArrayList<>(LAYERS_OF_ROWS.stream().map(files::place).toList());
    aside.add(work.journal().folder());
    others
        .keySet()
        .removeIf(file -> aside.stream().anyMatch(place -> file.startsWith(place + "/")));
    others.keySet().removeIf(Verifying::isPage);
    return others;
  }

  /** Deletes what was found. */
  ObjectNode run() {
    List<String> files = work.texts(ErasureWork.UNIQUE, "files");
    ObjectNode outcome = Journal.JSON.createObjectNode();
    var tables = outcome.putObject("tables");
    Set<String> named = tables(files);
    for (String table : named) {
      tables.put(table, deleteNaming(table));
    }
    var models = outcome.putArray("models");
    for (List<String> model : models(files)) {
      withdraw(model);
      models.add(String.join("/", model));
    }
    deleteShared(files);
    return outcome;
  }

  private Set<String> tables(List<String> files) {
    Set<String> tables = new TreeSet<>();
    for (String table : work.catalog().tables()) {
      String place = work.catalog().place(table) + "/";
      if (files.stream().anyMatch(file -> file.startsWith(place))) {
        tables.add(table);
      }
    }
    return tables;
  }

  /** Deletes the rows that name a text, as a cell or in the JSON of one; how many there were. */
  private long deleteNaming(String table) {
    Dataset<Row> rows = work.catalog().rows(table);
    String[] columns = rows.schema().fieldNames();
    Dataset<Row> unique = work.uniqueTexts().read().select(Footprint.KEY);
    Dataset<Row> naming =
        rows.select(
                expr(fingerprint(columns, "")).as(ROW),
                explode(NamedTexts.of(rows.schema())).as(Footprint.KEY))
            .join(unique, Footprint.KEY)
            .select(ROW)
            .distinct()
            .cache();
    long count = naming.count();
    if (count > 0) {
      work.forgetting().remove(table, naming, fingerprint(columns, "t.") + " = k." + ROW);
    }
    naming.unpersist();
    return count;
  }

  private static String fingerprint(String[] columns, String of) {
    return Arrays.stream(columns)
        .map(column -> of + Quoted.name(column))
        .collect(Collectors.joining(", ", "sha2(to_json(struct(", ")), 256)"));
  }

  /** Pipeline, run and name of every model to withdraw; all of a run whose shared files do. */
  private Set<List<String>> models(List<String> files) {
    Set<List<String>> models = new TreeSet<>(Comparator.comparing(List::toString));
    for (List<String> path : under("models", files)) {
      if (path.get(2).startsWith("_")) {
        String run = "models/" + path.get(0) + "/" + path.get(1);
        LakeFiles lake = work.lake().files();
        lake.folders(lake.place(run)).stream()
            .filter(name -> !name.startsWith("_"))
            .forEach(name -> models.add(List.of(path.get(0), path.get(1), name)));
      } else {
        models.add(path.subList(0, RUN_PARTS));
      }
    }
    return models;
  }

  /** The parts of the files' paths below a folder of the lake: pipeline, run, name and more. */
  private List<List<String>> under(String folder, List<String> files) {
    String place = work.lake().files().place(folder) + "/";
    return files.stream()
        .filter(file -> file.startsWith(place))
        .map(file -> List.of(file.substring(place.length()).split("/")))
        .filter(path -> path.size() >= RUN_PARTS)
        .toList();
  }

  /** What all models of a run share goes as well, and so do cards, page and all. */
  private void deleteShared(List<String> files) {
    LakeFiles lake = work.lake().files();
    for (List<String> path : under("models", files)) {
      if (path.get(2).startsWith("_")) {
        lake.delete(lake.place("models/" + String.join("/", path.subList(0, RUN_PARTS))));
      }
    }
    for (List<String> path : under("cards", files)) {
      deleteCard(String.join("/", path).replaceFirst("\\.json$", ""));
    }
  }

  private void deleteCard(String path) {
    LakeFiles lake = work.lake().files();
    lake.delete(lake.place("cards/" + path + ".json"));
    lake.delete(lake.place("cards/" + path + ".html"));
  }

  private void withdraw(List<String> model) {
    LakeFiles files = work.lake().files();
    String path = String.join("/", model);
    files.delete(files.place("models/" + path));
    deleteCard(path);
    if (work.catalog().has(Models.CONTRACT.name())) {
      StructType schema =
          new StructType()
              .add("pipeline", DataTypes.StringType)
              .add("run_id", DataTypes.StringType)
              .add("model", DataTypes.StringType);
      Dataset<Row> one =
          work.spark().createDataFrame(List.of(RowFactory.create(model.toArray())), schema);
      work.forgetting()
          .mark(
              Models.CONTRACT.name(),
              one,
              "t.pipeline = k.pipeline AND t.run_id = k.run_id AND t.model = k.model",
              Map.of(Models.STATUS.name(), lit(Models.WITHDRAWN)));
    }
    work.say().accept("  model " + path + " withdrawn: its files hold what only the erased had");
  }

  private static String layer(String table) {
    return table.substring(0, table.indexOf('.'));
  }
}
