package dev.evenhand.ingest;

import dev.evenhand.base.DataProblem;
import dev.evenhand.config.Conform;
import dev.evenhand.config.Pipeline;
import dev.evenhand.config.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.SparkSession;

/**
 * Which columns of the sources something uses: conform's queries, as Spark resolves them; checks;
 * and what names a row or a subject. Only these land.
 *
 * @param bySource in lower case, as Spark compares names; nothing if all columns land
 */
record UsedColumns(Map<String, Set<String>> bySource) {
  /** Every column lands. */
  static final UsedColumns ALL = new UsedColumns(Map.of());

  boolean lands(String source, String column) {
    return bySource.isEmpty()
        || bySource.getOrDefault(source, Set.of()).contains(column.toLowerCase(Locale.ROOT));
  }

  /** The columns of a source that stay there. */
  List<String> left(String source, SourceSchema schema) {
    return schema.names().stream().filter(column -> !lands(source, column)).toList();
  }

  static UsedColumns of(SparkSession spark, Pipeline pipeline, Map<String, SourceSchema> schemas) {
    if (!pipeline.isMinimized()) {
      return ALL;
    }
    Search search = new Search(new EmptyTables(spark), new HashMap<>());
    schemas.forEach((name, schema) -> search.own(name, pipeline.sources().get(name), schema));
    schemas.forEach((name, schema) -> search.tables().add(name, schema.contract(name)));
    Conform conform = pipeline.conform();
    conform.subjects().ifPresent(sql -> search.query(sql, CanonicalColumns.SUBJECTS));
    conform.protectedAttributes().ifPresent(sql -> search.query(sql, CanonicalColumns.PROTECTED));
    conform.sales().ifPresent(sql -> search.query(sql, CanonicalColumns.SALES));
    search.query(conform.decisions(), CanonicalColumns.DECISIONS);
    if (pipeline.consent().needsLedger()) {
      String ledger = "SELECT * FROM `" + pipeline.consent().ledger().orElseThrow() + "`";
      search.query(conform.consents().orElse(ledger), CanonicalColumns.CONSENTS);
    }
    return new UsedColumns(search.used());
  }

  private record Search(EmptyTables tables, Map<String, Set<String>> used) {
    /** What is used of a source before it lands, and what names its rows. */
    void own(String name, Source source, SourceSchema schema) {
      Set<String> columns = used.computeIfAbsent(name, each -> new TreeSet<>());
      List<String> named = new ArrayList<>(source.identifiers().keySet());
      named.addAll(source.key());
      named.addAll(source.encrypt());
      named.addAll(source.freeText().keySet());
      source.watermark().ifPresent(named::add);
      named.forEach(column -> columns.add(column.toLowerCase(Locale.ROOT)));
      tables.add(name, schema.clearContract(name));
      source
          .checks()
          .values()
          .forEach(
              sql -> {
                String query = "SELECT 1 FROM `" + name + "` WHERE (" + sql + "\n)";
                add(lineage(query).deciding());
              });
    }

    /** What a query uses for the columns that its table takes. */
    void query(String sql, CanonicalColumns table) {
      SqlLineage lineage = lineage(sql);
      add(lineage.deciding());
      lineage
          .outputs()
          .forEach(
              (column, origins) -> {
                if (table.takes(column)) {
                  add(origins);
                }
              });
    }

    private SqlLineage lineage(String sql) {
      tables
          .problem(sql)
          .ifPresent(
              problem -> {
                throw new DataProblem("which columns are used can't be told: " + problem);
              });
      return SqlLineage.of(tables.analysed(sql));
    }

    private void add(Set<SqlLineage.Origin> origins) {
      for (SqlLineage.Origin origin : origins) {
        if (used.containsKey(origin.view())) {
          used.get(origin.view()).add(origin.column().toLowerCase(Locale.ROOT));
        }
      }
    }
  }
}
