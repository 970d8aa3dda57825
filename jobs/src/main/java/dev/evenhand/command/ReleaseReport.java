package dev.evenhand.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenhand.dp.Measure;
import dev.evenhand.dp.PrivacyCost;
import dev.evenhand.dp.PrivateFigure;
import dev.evenhand.dp.PrivateRequest;
import dev.evenhand.release.Charge;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What was released: as a table, as JSON beside it, on the console, and in the ledger. */
record ReleaseReport(PrivateRequest request, String runId, ReleaseSource source, String purpose) {
  private static final int SHOWN = 20;

  /** Grouping columns whose name is one of the figures' own get a suffix. */
  private static final List<String> OWN =
      List.of("measure", "at", "value", "noise_deviation", "low", "high");

  Charge charge() {
    return new Charge(
        request.cost(),
        purpose,
        request.guarantee().mechanism().name(),
        source.name(),
        source.version(),
        request.subject().orElse("row"),
        text(asked(), false));
  }

  Dataset<Row> table(SparkSession spark, List<PrivateFigure> figures) {
    StructType schema = new StructType();
    for (String column : request.by()) {
      schema = schema.add(OWN.contains(column) ? column + "_group" : column, DataTypes.StringType);
    }
    schema = schema.add("measure", DataTypes.StringType).add("at", DataTypes.StringType);
    for (String number : OWN.subList(2, OWN.size())) {
      schema = schema.add(number, DataTypes.DoubleType);
    }
    return spark
        .createDataFrame(figures.stream().map(ReleaseReport::row).toList(), schema)
        .coalesce(1);
  }

  private static Row row(PrivateFigure figure) {
    List<Object> values = new ArrayList<>(figure.group());
    values.add(figure.measure());
    values.add(figure.at());
    values.add(figure.value());
    values.add(figure.deviation());
    values.add(figure.low());
    values.add(figure.high());
    return RowFactory.create(values.toArray());
  }

  String json(List<PrivateFigure> figures, String standing) {
    PrivacyCost cost = request.cost();
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("release", runId);
    report.put("source", source.name());
    report.put("source_version", source.version());
    report.put("purpose", purpose);
    report.putAll(asked());
    report.put("mechanism", request.guarantee().mechanism().name().toLowerCase(Locale.ROOT));
    report.put("epsilon", cost.epsilon().stripTrailingZeros());
    report.put("delta", cost.delta().stripTrailingZeros());
    report.put("rho", cost.rho().stripTrailingZeros());
    report.put("rho_delta", cost.rhoDelta().stripTrailingZeros());
    report.put("neighbours", "tables that differ by all rows of one subject");
    report.put(
        "postprocessing",
        "counts and sums are as drawn and may be below 0; means and quantiles are clamped to their"
            + " range; low and high hold with 95 % confidence what noise was added to, which"
            + " bounding and clamping may have moved");
    report.put("groups", figures.stream().map(PrivateFigure::group).distinct().count());
    report.put("budget_after", standing);
    return text(report, true) + "\n";
  }

  private Map<String, Object> asked() {
    Map<String, Object> asked = new LinkedHashMap<>();
    asked.put("subject", request.subject().orElse("row"));
    asked.put("by", request.by());
    asked.put("public_keys", request.publicKeys());
    asked.put("measures", request.measures().stream().map(Measure::name).toList());
    asked.put("max_groups", request.bounds().groups());
    asked.put("max_rows", request.bounds().rows());
    return asked;
  }

  private static String text(Map<String, Object> value, boolean isPretty) {
    ObjectMapper json = new ObjectMapper();
    try {
      return isPretty
          ? json.writerWithDefaultPrettyPrinter().writeValueAsString(value)
          : json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first figures, one a line. */
  String summary(List<PrivateFigure> figures) {
    StringBuilder text = new StringBuilder();
    for (PrivateFigure figure : figures.subList(0, Math.min(SHOWN, figures.size()))) {
      String group = String.join(", ", figure.group().stream().map(String::valueOf).toList());
      text.append(
          String.format(
              Locale.ROOT,
              "  %-24s %-20s %14s   95 %% in [%s, %s]%n",
              group.isEmpty() ? "all" : group,
              figure.measure() + (figure.at() == null ? "" : " " + figure.at()),
              number(figure.value()),
              number(figure.low()),
              number(figure.high())));
    }
    if (figures.size() > SHOWN) {
      text.append("  … and ").append(figures.size() - SHOWN).append(" more\n");
    }
    return text.toString();
  }

  private static String number(Double value) {
    return value == null ? "undefined" : String.format(Locale.ROOT, "%,.2f", value);
  }
}
