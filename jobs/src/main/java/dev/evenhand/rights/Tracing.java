package dev.evenhand.rights;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.map_values;
import static org.apache.spark.sql.functions.struct;

import dev.evenhand.base.Quoted;
import dev.evenhand.lake.Catalog;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Bronze;
import dev.evenhand.lake.table.Decisions;
import dev.evenhand.lake.table.Identities;
import dev.evenhand.lake.table.Subjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;

/** From subjects to all that a lake knows them by. */
record Tracing(Catalog catalog) {
  private static final String OTHER = "other";
  private static final Set<String> NOT_THEIRS =
      Set.of(TableContract.PIPELINE.name(), TableContract.RUN_ID.name(), Bronze.FILE.name());

  Footprint footprint(String table) {
    return Footprint.of(table, catalog.rows(table).schema());
  }

  /** Where subjects may stand, in the order of the layers. */
  List<Footprint> footprints() {
    return catalog.tables().stream()
        .map(this::footprint)
        .filter(footprint -> !footprint.isEmpty())
        .toList();
  }

  /**
   * Other identifiers of the same persons, such as an e-mail address beside a customer's number:
   * those of another namespace that stand in a row of a source beside a subject, and beside nobody
   * else.
   *
   * @param subjects {@code key}
   * @param kept namespaces of things that may be one person's only by chance, such as shops
   * @return {@code key}
   */
  Dataset<Row> aliases(Dataset<Row> subjects, Set<String> kept) {
    List<Dataset<Row>> sources =
        footprints().stream()
            .filter(source -> source.subjectColumns().size() > 1)
            .map(this::pairs)
            .toList();
    if (sources.isEmpty() || !catalog.has(Identities.CONTRACT.name())) {
      return subjects.limit(0);
    }
    Dataset<Row> beside = sources.stream().reduce(Dataset::union).orElseThrow();
    Dataset<Row> candidates =
        beside
            .join(subjects.select(col(Footprint.KEY).as(OTHER)), OTHER, "left_semi")
            .select(Footprint.KEY)
            .distinct()
            .join(subjects, Footprint.KEY, "left_anti")
            .join(ofOtherKind(subjects, kept), Footprint.KEY, "left_semi")
            .localCheckpoint();
    Dataset<Row> theirs = subjects.union(candidates).select(col(Footprint.KEY).as(OTHER));
    Dataset<Row> shared =
        beside
            .join(candidates, Footprint.KEY, "left_semi")
            .join(theirs, OTHER, "left_anti")
            .select(Footprint.KEY);
    return candidates.join(shared, Footprint.KEY, "left_anti").localCheckpoint();
  }

  /** Every two subject keys that stand in one row of a source. */
  private Dataset<Row> pairs(Footprint source) {
    List<Column> pairs = new ArrayList<>();
    for (String one : source.subjectColumns()) {
      for (String other : source.subjectColumns()) {
        if (!one.equals(other)) {
          pairs.add(
              struct(col(Quoted.name(one)).as(Footprint.KEY), col(Quoted.name(other)).as(OTHER)));
        }
      }
    }
    return catalog
        .rows(source.table())
        .select(explode(array(pairs.toArray(Column[]::new))).as("pair"))
        .select("pair.*")
        .filter(col(Footprint.KEY).isNotNull().and(col(OTHER).isNotNull()));
  }

  private Dataset<Row> ofOtherKind(Dataset<Row> subjects, Set<String> kept) {
    Dataset<Row> identities =
        catalog
            .rows(Identities.CONTRACT.name())
            .select(
                Identities.NAMESPACE.column(), Identities.SUBJECT_KEY.column().as(Footprint.KEY));
    Dataset<Row> own =
        identities
            .join(subjects, Footprint.KEY, "left_semi")
            .select(Identities.NAMESPACE.column())
            .distinct();
    return identities
        .join(own, Identities.NAMESPACE.name(), "left_anti")
        .filter(
            org.apache.spark.sql.functions.not(Identities.NAMESPACE.column().isin(kept.toArray())))
        .select(Footprint.KEY);
  }

  /**
   * The decisions about subjects, of every run: {@code pipeline}, {@code key}, {@code subject_key}.
   *
   * @param subjects {@code key}
   */
  Dataset<Row> decisions(Dataset<Row> subjects) {
    Dataset<Row> decisions = null;
    for (String table : catalog.tables()) {
      Dataset<Row> rows = catalog.rows(table);
      if (footprint(table).tellsDecisions(rows.schema())) {
        Dataset<Row> theirs =
            rows.join(
                    subjects.withColumnRenamed(Footprint.KEY, Subjects.SUBJECT_KEY.name()),
                    Subjects.SUBJECT_KEY.name(),
                    "left_semi")
                .select(
                    TableContract.PIPELINE.column(),
                    Decisions.DECISION_ID.column().as(Footprint.KEY),
                    Subjects.SUBJECT_KEY.column());
        decisions = decisions == null ? theirs : decisions.union(theirs);
      }
    }
    return decisions == null
        ? subjects
            .limit(0)
            .select(
                col(Footprint.KEY).as(TableContract.PIPELINE.name()),
                col(Footprint.KEY),
                col(Footprint.KEY).as(Subjects.SUBJECT_KEY.name()))
        : decisions.distinct();
  }

  /** The texts of some rows, each once, that are long enough to be looked for: {@code key}. */
  static Dataset<Row> texts(Footprint footprint, Dataset<Row> rows) {
    return cells(footprint, rows).filter(Traces.isLongEnough(col(Footprint.KEY))).distinct();
  }

  /** The texts of all cells but the keys, maps among them: {@code key}. */
  static Dataset<Row> cells(Footprint footprint, Dataset<Row> rows) {
    List<Column> texts = new ArrayList<>();
    List<Column> maps = new ArrayList<>();
    for (StructField field : rows.schema().fields()) {
      boolean isTheirs =
          !NOT_THEIRS.contains(field.name()) && !footprint.subjectColumns().contains(field.name());
      Column column = col(Quoted.name(field.name()));
      if (isTheirs && field.dataType() instanceof StringType) {
        texts.add(column);
      } else if (isTheirs
          && field.dataType() instanceof MapType map
          && map.valueType() instanceof StringType) {
        maps.add(coalesce(map_values(column), array().cast("array<string>")));
      }
    }
    maps.add(
        array(texts.toArray(Column[]::new)).cast(DataTypes.createArrayType(DataTypes.StringType)));
    return rows.select(
        explode(array_compact(concat(maps.toArray(Column[]::new)))).as(Footprint.KEY));
  }
}
