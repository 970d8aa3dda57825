package dev.evenhand.learn;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenhand.support.Spark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The golden rows of a public data set as features, with the encoder of its model.json. */
public final class Benchmarks {
  static final ObjectMapper JSON = new ObjectMapper();

  private Benchmarks() {}

  static Path golden(String name) {
    String data = System.getenv().getOrDefault("EVENHAND_DATA", "../shared/data");
    Path folder = Path.of(data, "..", "golden", "open", name);
    assumeTrue(Files.exists(folder), "no golden values at " + folder);
    return folder;
  }

  public static JsonNode json(String name, String file) {
    try {
      return JSON.readTree(golden(name).resolve(file).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Columns split, label, features and the protected ones. */
  public static Dataset<Row> rows(String name) {
    JsonNode model = json(name, "model.json");
    Dataset<Row> raw =
        Spark.session()
            .read()
            .option("header", true)
            .csv(golden(name).resolve("dataset.csv.gz").toString());
    List<Row> source = raw.collectAsList();
    List<String> columns = texts(model.get("columns"));
    List<String> groups = texts(model.get("protected"));
    Map<String, Integer> places = new TreeMap<>();
    columns.forEach(column -> places.put(column, places.size()));
    Map<String, double[]> moments = moments(source, texts(model.get("numeric")));
    StructType schema =
        new StructType()
            .add("split", DataTypes.StringType)
            .add("label", DataTypes.DoubleType)
            .add("features", SQLDataTypes.VectorType());
    for (String group : groups) {
      schema = schema.add(group, DataTypes.StringType);
    }
    List<Row> rows = new ArrayList<>();
    for (Row row : source) {
      double[] features = new double[columns.size()];
      for (String category : texts(model.get("categorical"))) {
        Integer place = places.get("cat__" + category + "_" + row.getAs(category));
        if (place != null) {
          features[place] = 1;
        }
      }
      moments.forEach(
          (column, moment) ->
              features[places.get("num__" + column)] =
                  (Double.parseDouble(row.getAs(column)) - moment[0]) / moment[1]);
      List<Object> values = new ArrayList<>();
      values.add(row.getAs("split"));
      values.add(Double.parseDouble(row.getAs("y_true")));
      values.add(Vectors.dense(features).compressed());
      groups.forEach(group -> values.add(row.getAs(group)));
      rows.add(RowFactory.create(values.toArray()));
    }
    return Spark.session().createDataFrame(rows, schema).repartition(2).cache();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.asText()));
    return texts;
  }

  private static Map<String, double[]> moments(List<Row> rows, List<String> columns) {
    Map<String, double[]> moments = new TreeMap<>();
    for (String column : columns) {
      double n = 0;
      double sum = 0;
      double squares = 0;
      for (Row row : rows) {
        if (row.getAs("split").equals("train")) {
          n++;
          sum += Double.parseDouble(row.getAs(column));
        }
      }
      double mean = sum / n;
      for (Row row : rows) {
        if (row.getAs("split").equals("train")) {
          double away = Double.parseDouble(row.getAs(column)) - mean;
          squares += away * away;
        }
      }
      moments.put(column, new double[] {mean, Math.sqrt(squares / n)});
    }
    return moments;
  }
}
