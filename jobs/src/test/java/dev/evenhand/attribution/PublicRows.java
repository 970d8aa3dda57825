package dev.evenhand.attribution;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.evenhand.support.Spark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** All rows of a public data set, with one-hot codes and numbers in one vector. */
record PublicRows(Dataset<Row> rows, String[] players) {
  private static final String ADULT =
      "age DOUBLE, workclass STRING, fnlwgt DOUBLE, education STRING, education_num DOUBLE,"
          + " marital_status STRING, occupation STRING, relationship STRING, race STRING,"
          + " sex STRING, capital_gain DOUBLE, capital_loss DOUBLE, hours_per_week DOUBLE,"
          + " native_country STRING, income STRING";

  static PublicRows adult() {
    Dataset<Row> raw =
        Spark.session()
            .read()
            .schema(ADULT)
            .option("ignoreLeadingWhiteSpace", true)
            .option("mode", "DROPMALFORMED")
            .csv(place("adult/adult.data.gz"), place("adult/adult.test.gz"))
            .filter("income IS NOT NULL")
            .selectExpr("*", "double(income LIKE '>50K%') label")
            .drop("income", "race", "sex");
    return of(raw);
  }

  static PublicRows bankMarketing() {
    Dataset<Row> raw =
        Spark.session()
            .read()
            .option("header", true)
            .option("sep", ";")
            .option("inferSchema", true)
            .csv(place("bank_marketing/bank-full.csv.gz"))
            .selectExpr("*", "double(y = 'yes') label")
            .drop("y", "duration");
    return of(raw);
  }

  private static String place(String file) {
    Path data = Path.of(System.getenv().getOrDefault("EVENHAND_DATA", "../shared/data"), file);
    assumeTrue(Files.exists(data), "no data at " + data);
    return data.toString();
  }

  private static PublicRows of(Dataset<Row> raw) {
    List<String> texts = new ArrayList<>();
    List<String> inputs = new ArrayList<>();
    Arrays.stream(raw.schema().fields())
        .filter(field -> !field.name().equals("label"))
        .forEach(
            field -> {
              boolean isText = field.dataType().typeName().equals("string");
              if (isText) {
                texts.add(field.name());
              }
              inputs.add(isText ? field.name() + "_codes" : field.name());
            });
    PipelineStage[] stages = {
      new StringIndexer()
          .setInputCols(texts.toArray(String[]::new))
          .setOutputCols(suffixed(texts, "_index"))
          .setStringOrderType("alphabetAsc"),
      new OneHotEncoder()
          .setInputCols(suffixed(texts, "_index"))
          .setOutputCols(suffixed(texts, "_codes"))
          .setDropLast(false),
      new VectorAssembler().setInputCols(inputs.toArray(String[]::new)).setOutputCol("features")
    };
    PipelineModel prepared = new Pipeline().setStages(stages).fit(raw);
    Dataset<Row> rows = prepared.transform(raw).select("features", "label").repartition(2).cache();
    return new PublicRows(rows, SourceColumns.of(prepared, raw, "features"));
  }

  private static String[] suffixed(List<String> names, String suffix) {
    return names.stream().map(name -> name + suffix).toArray(String[]::new);
  }
}
