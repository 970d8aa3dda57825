package dev.evenhand.ingest;

import dev.evenhand.base.Quoted;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Sales;
import dev.evenhand.lake.table.UsableDecisions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/** Tables with columns and no rows, against which SQL is resolved and never run. */
final class EmptyTables {
  private static final String SALES = Sales.CONTRACT.table() + "_before_a_decision";

  private final SparkSession session;
  private final Map<String, List<String>> columns = new LinkedHashMap<>();

  EmptyTables(SparkSession spark) {
    this.session = spark.newSession();
  }

  /** A source as conform's queries see it. */
  void add(String name, TableContract bronze) {
    add(name, without(bronze.schema(), TableContract.PIPELINE.name(), TableContract.RUN_ID.name()));
  }

  /** The sales lines that an expression of a feature sees, each with its decision. */
  void addSales() {
    StructType sales =
        without(
            Sales.CONTRACT.schema(), TableContract.PIPELINE.name(), TableContract.RUN_ID.name());
    add(
        SALES,
        sales
            .add(UsableDecisions.DECISION_ID.name(), UsableDecisions.DECISION_ID.type())
            .add(UsableDecisions.DECIDED_AT.name(), UsableDecisions.DECIDED_AT.type()));
  }

  /** Why an aggregate over sales can't be resolved. */
  Optional<String> expressionProblem(String sql) {
    String key = UsableDecisions.DECISION_ID.name();
    return problem("SELECT (" + sql + "\n) FROM " + SALES + " GROUP BY " + key)
        .map(problem -> problem.replace(SALES, Sales.CONTRACT.name()));
  }

  /** Why a query can't be resolved. */
  Optional<String> problem(String query) {
    try {
      session.sql(query).schema();
      return Optional.empty();
    } catch (Exception e) { // checked, though the signature hides it
      return Optional.of(SqlProblem.of(e, query, columns));
    }
  }

  /** The names of the tables that a query reads, also in its subqueries. */
  Set<String> read(String query) {
    Set<String> names = new TreeSet<>();
    addRead(analysed(query), names);
    return names;
  }

  private static void addRead(LogicalPlan plan, Set<String> names) {
    if (plan instanceof View view) {
      names.add(view.desc().identifier().table());
      return;
    }
    CollectionConverters.asJava(plan.children()).forEach(child -> addRead(child, names));
    CollectionConverters.asJava(plan.subqueries()).forEach(query -> addRead(query, names));
  }

  /** The query, resolved and not changed further. */
  LogicalPlan analysed(String query) {
    return ((Dataset<Row>) session.sql(query)).queryExecution().analyzed();
  }

  StructType schema(String query) {
    return session.sql(query).schema();
  }

  private void add(String name, StructType schema) {
    columns.put(name, List.of(schema.fieldNames()));
    session.createDataFrame(List.of(), schema).createOrReplaceTempView(Quoted.name(name));
  }

  private static StructType without(StructType schema, String... names) {
    StructType rest = new StructType();
    for (var field : schema.fields()) {
      if (!Arrays.asList(names).contains(field.name())) {
        rest = rest.add(field);
      }
    }
    return rest;
  }
}
