package dev.evenhand.ingest;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.config.Identifier;
import dev.evenhand.config.Normalize;
import dev.evenhand.config.Source;
import dev.evenhand.lake.table.Bronze;
import dev.evenhand.pseudonym.CanonicalForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;

/**
 * Which rows of a source are accepted, and why the others are not; identifiers become pseudonyms
 * here, before anything is written.
 *
 * <p>A row is refused if it can't be read as the schema says, lacks a required value, has an
 * identifier that is not of its canonical form, a number that is not finite, or breaks a check. A
 * check that comes out null holds.
 */
record Judgement(SourceSchema schema, Source source, Naming naming, FreeTexts texts) {
  private static final String RAW_IDENTIFIER = "_identifier_";

  /** A condition that accepted rows meet, and what is said of a row that does not. */
  private record Rule(Column holds, Column reason) {
    Rule(Column holds, String reason) {
      this(holds, lit(reason));
    }
  }

  /**
   * The reader's rows with ACCEPTED and REASON; pseudonyms in place of identifiers, and {@link
   * #rawIdentifier} beside them.
   */
  Dataset<Row> of(Dataset<Row> rows) {
    Dataset<Row> named =
        naming
            .earlier()
            .kept(
                rows.select(withPseudonyms().toArray(Column[]::new)),
                schema.identifiers().stream().map(SourceColumn::name).toList());
    List<Rule> rules = rules();
    Column holds =
        rules.stream().map(Rule::holds).reduce(not(Working.MALFORMED.column()), Column::and);
    List<Column> reasons =
        rules.stream().map(rule -> when(not(rule.holds()), rule.reason())).toList();
    Column none = lit(null).cast(DataTypes.StringType);
    List<Column> columns = new ArrayList<>();
    for (SourceColumn column : schema.columns()) {
      columns.add(texts.isMasked(column.name()) ? texts.masked(column.name()) : column.column());
    }
    columns.addAll(ofRow());
    texts.rules().keySet().forEach(column -> columns.add(FreeTexts.found(column)));
    schema.identifiers().forEach(column -> columns.add(rawIdentifier(column)));
    columns.add(Working.LINE.column());
    columns.add(Working.PLACE.column());
    columns.add(Working.RAW.column());
    columns.add(Working.ACCEPTED.as(holds));
    columns.add(
        Working.REASON.as(
            when(Working.MALFORMED.column(), Working.FAULT.column())
                .otherwise(Faults.join(reasons, none))));
    return named.select(columns.toArray(Column[]::new));
  }

  /** Where a row stood: {@code _file} and {@code _ordinal}. */
  static List<Column> ofRow() {
    return List.of(Bronze.FILE.column(), Bronze.ORDINAL.column());
  }

  private List<Column> withPseudonyms() {
    List<Column> columns = new ArrayList<>();
    for (SourceColumn column : schema.columns()) {
      columns.add(
          column
              .identifier()
              .map(id -> naming.pseudonyms().pseudonym(column.column(), id.as(), form(id)))
              .orElse(column.column())
              .as(column.name()));
      if (column.identifier().isPresent()) {
        columns.add(column.column().as(RAW_IDENTIFIER + column.name()));
      }
    }
    columns.addAll(ofRow());
    texts.rules().keySet().forEach(column -> columns.add(texts.find(column)));
    for (Working each :
        List.of(Working.LINE, Working.PLACE, Working.RAW, Working.MALFORMED, Working.FAULT)) {
      columns.add(each.column());
    }
    return columns;
  }

  private List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    for (SourceColumn column : schema.columns()) {
      column.identifier().ifPresent(id -> rules.add(canonical(column, id)));
      if (column.isRequired()) {
        rules.add(required(column));
      }
      if (column.type() instanceof DoubleType || column.type() instanceof FloatType) {
        rules.add(finite(column));
      }
    }
    for (String column : texts.rules().keySet()) {
      rules.add(new Rule(texts.isClear(column), FreeTexts.reason(column)));
    }
    source
        .checks()
        .forEach(
            (name, condition) ->
                rules.add(
                    new Rule(
                        coalesce(expr(condition), lit(true)),
                        name + ": check " + condition + " failed")));
    return rules;
  }

  private static Rule canonical(SourceColumn column, Identifier identifier) {
    return new Rule(
        column.column().isNotNull().or(isBlank(column)),
        column.name() + ": not of the form " + identifier.normalize().word());
  }

  private static Rule required(SourceColumn column) {
    Column isThere =
        column.identifier().isPresent() ? not(isBlank(column)) : column.column().isNotNull();
    return new Rule(isThere, column.name() + ": missing");
  }

  private static Column isBlank(SourceColumn column) {
    return coalesce(trim(rawIdentifier(column)).equalTo(""), lit(true));
  }

  /** The raw identifier, which never lands. */
  static Column rawIdentifier(SourceColumn column) {
    return SourceColumn.named(RAW_IDENTIFIER + column.name());
  }

  private static Rule finite(SourceColumn column) {
    Column value = column.column();
    Column isFinite = not(isnan(value)).and(abs(value).lt(lit(Double.POSITIVE_INFINITY)));
    return new Rule(coalesce(isFinite, lit(true)), column.name() + ": not a finite number");
  }

  static CanonicalForm form(Identifier identifier) {
    Normalize normalize = identifier.normalize();
    return CanonicalForm.valueOf(normalize.name().toUpperCase(Locale.ROOT));
  }
}
