package dev.evenhand.ingest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.OuterReference;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationDef;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationRef;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.SetOperation;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.catalyst.plans.logical.Window;
import org.apache.spark.sql.catalyst.plans.logical.WithCTE;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * From which columns of which views the columns of a query come, and which columns decide about its
 * rows: by Spark's analysed plan.
 *
 * <p>An operator that is not known here counts as using all that it is given.
 */
final class SqlLineage {
  /** A column of a view. */
  record Origin(String view, String column) {}

  private final Map<ExprId, Set<Origin>> columns = new HashMap<>();
  private final Map<Long, List<Set<Origin>>> commonTables = new HashMap<>();
  private final Set<Origin> deciding = new HashSet<>();
  private final Map<String, Set<Origin>> outputs = new LinkedHashMap<>();

  private SqlLineage() {}

  static SqlLineage of(LogicalPlan analysed) {
    SqlLineage lineage = new SqlLineage();
    lineage.walk(analysed);
    for (Attribute output : output(analysed)) {
      lineage
          .outputs
          .computeIfAbsent(output.name(), name -> new HashSet<>())
          .addAll(lineage.of(output));
    }
    return lineage;
  }

  /** What each column of the query is made from, by its name. */
  Map<String, Set<Origin>> outputs() {
    return outputs;
  }

  /** What decides which rows there are: conditions, keys of joins and groups, orders. */
  Set<Origin> deciding() {
    return deciding;
  }

  private void walk(LogicalPlan plan) {
    if (plan instanceof View view) {
      String name = view.desc().identifier().table();
      output(plan).forEach(each -> add(each, Set.of(new Origin(name, each.name()))));
      return;
    }
    if (plan instanceof WithCTE with) {
      for (CTERelationDef common : java(with.cteDefs())) {
        walk(common.child());
        commonTables.put(common.id(), positions(common.child()));
      }
      walk(with.plan());
      return;
    }
    if (plan instanceof CTERelationRef reference) {
      place(output(plan), commonTables.getOrDefault(reference.cteId(), List.of()));
      return;
    }
    List<LogicalPlan> children = java(plan.children());
    children.forEach(this::walk);
    if (plan instanceof Union || plan instanceof SetOperation) {
      children.forEach(child -> place(output(plan), positions(child)));
      if (plan instanceof SetOperation) {
        children.forEach(child -> positions(child).forEach(deciding::addAll));
      }
      return;
    }
    operator(plan, children);
  }

  private void operator(LogicalPlan plan, List<LogicalPlan> children) {
    Set<Origin> all = new HashSet<>();
    for (Expression expression : java(plan.expressions())) {
      Set<Origin> origins = of(expression);
      all.addAll(origins);
      if (expression instanceof Alias alias) {
        columns.computeIfAbsent(alias.exprId(), id -> new HashSet<>()).addAll(origins);
      }
    }
    if (plan instanceof Aggregate aggregate) {
      java(aggregate.groupingExpressions()).forEach(each -> deciding.addAll(of(each)));
    } else if (!(plan instanceof Project) && !(plan instanceof Window)) {
      deciding.addAll(all);
    }
    for (Attribute output : output(plan)) {
      if (!columns.containsKey(output.exprId())) {
        Set<Origin> made = new HashSet<>(all);
        if (!(plan instanceof Generate)) {
          children.forEach(child -> positions(child).forEach(made::addAll));
        }
        add(output, made);
      }
    }
  }

  private Set<Origin> of(Expression expression) {
    Set<Origin> origins = new HashSet<>();
    if (expression instanceof Attribute attribute) {
      origins.addAll(columns.getOrDefault(attribute.exprId(), Set.of()));
    } else if (expression instanceof OuterReference outer) {
      origins.addAll(of((Expression) outer.e()));
    } else if (expression instanceof SubqueryExpression subquery) {
      walk(subquery.plan());
      positions(subquery.plan()).forEach(origins::addAll);
    }
    java(expression.children()).forEach(child -> origins.addAll(of(child)));
    return origins;
  }

  private List<Set<Origin>> positions(LogicalPlan plan) {
    List<Set<Origin>> positions = new ArrayList<>();
    output(plan).forEach(each -> positions.add(of(each)));
    return positions;
  }

  private void place(List<Attribute> outputs, List<Set<Origin>> positions) {
    for (int i = 0; i < Math.min(outputs.size(), positions.size()); i++) {
      add(outputs.get(i), positions.get(i));
    }
  }

  private void add(Attribute attribute, Set<Origin> origins) {
    columns.computeIfAbsent(attribute.exprId(), id -> new HashSet<>()).addAll(origins);
  }

  private static List<Attribute> output(LogicalPlan plan) {
    return java(plan.output());
  }

  private static <T> List<T> java(Iterable<T> values) {
    List<T> all = new ArrayList<>();
    CollectionConverters.asJava(values).forEach(all::add);
    return all;
  }
}
