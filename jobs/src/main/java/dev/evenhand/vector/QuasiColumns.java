package dev.evenhand.vector;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.map_concat;
import static org.apache.spark.sql.functions.map_entries;
import static org.apache.spark.sql.functions.map_filter;
import static org.apache.spark.sql.functions.map_from_arrays;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;

import dev.evenhand.anonymity.AnonymizerModel;
import dev.evenhand.base.DataProblem;
import dev.evenhand.lake.table.FeatureRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * The quasi-identifiers among the features: out of the maps for the anonymizer, and back.
 *
 * <p>Back in the maps, a number stands under its own name as its class's mean; a category stands as
 * {@code name=value}, the share of its class with that value.
 */
public final class QuasiColumns {
  private static final String SUFFIX = "_generalized";

  private final List<String> numbers;
  private final List<String> categories;
  private final SafeNames columns;

  /**
   * @param quasiIdentifiers names of features, as the pipeline file has them
   * @throws DataProblem if one of them is no feature
   */
  public QuasiColumns(List<String> quasiIdentifiers, FeatureNames features) {
    for (String name : quasiIdentifiers) {
      if (!features.numbers().contains(name) && !features.categories().contains(name)) {
        throw new DataProblem(
            "privacy.anonymize.quasi_identifiers: '"
                + name
                + "' is no feature of any training row. Name one of features.columns.");
      }
    }
    numbers = quasiIdentifiers.stream().filter(features.numbers()::contains).toList();
    categories = quasiIdentifiers.stream().filter(name -> !numbers.contains(name)).toList();
    List<String> all = new ArrayList<>(numbers);
    all.addAll(categories);
    columns = new SafeNames("q_", all);
  }

  public String[] inputs() {
    List<String> all = new ArrayList<>(numbers);
    all.addAll(categories);
    return all.stream().map(columns::of).toArray(String[]::new);
  }

  /** The stage that takes them out of the maps. */
  public SQLTransformer stage() {
    StringBuilder select = new StringBuilder("SELECT *");
    numbers.forEach(name -> select.append(taken("numbers", name)));
    categories.forEach(name -> select.append(taken("categories", name)));
    return new SQLTransformer().setStatement(select.append(" FROM __THIS__").toString());
  }

  private String taken(String map, String name) {
    return ", " + map + "[" + SafeNames.literal(name) + "] AS " + columns.of(name);
  }

  /** The anonymizer's rows with its output in the maps, in the place of the quasi-identifiers. */
  public Dataset<Row> backInMaps(Dataset<Row> anonymized) {
    List<Column> values = new ArrayList<>();
    numbers.forEach(name -> values.add(col(output(name))));
    for (String name : categories) {
      int size = codes(anonymized.schema(), output(name)).size();
      Column shares = vector_to_array(col(output(name)), "float64");
      for (int i = 0; i < size; i++) {
        values.add(element_at(shares, i + 1));
      }
    }
    Column[] names =
        generalizedNames(anonymized.schema()).stream().map(functions::lit).toArray(Column[]::new);
    Column generalized = map_from_arrays(array(names), array(values.toArray(Column[]::new)));
    return anonymized
        .withColumn(
            FeatureRows.NUMBERS.name(),
            map_concat(without(FeatureRows.NUMBERS.column(), numbers), generalized))
        .withColumn(
            FeatureRows.CATEGORIES.name(), without(FeatureRows.CATEGORIES.column(), categories));
  }

  /** What the maps call them, in the order of the anonymizer's columns. */
  private List<String> generalizedNames(StructType schema) {
    List<String> names = new ArrayList<>(numbers);
    for (String name : categories) {
      codes(schema, output(name)).forEach(code -> names.add(name + "=" + code));
    }
    return names;
  }

  /**
   * All that the maps of training rows say of the quasi-identifiers, also under the names of the
   * original: rows that are equal in it can't be told apart by them.
   *
   * @param schema of rows that are back in maps
   */
  public Column inMaps(StructType schema) {
    List<String> original = new ArrayList<>(numbers);
    original.addAll(categories);
    List<String> all = new ArrayList<>(original);
    all.addAll(generalizedNames(schema));
    return struct(
        entries(FeatureRows.NUMBERS.column(), all),
        entries(FeatureRows.CATEGORIES.column(), original));
  }

  private static Column entries(Column map, List<String> names) {
    return array_sort(map_entries(map_filter(map, (name, value) -> name.isin(names.toArray()))));
  }

  private static Column without(Column map, List<String> names) {
    return map_filter(map, (name, value) -> not(name.isin(names.toArray())));
  }

  /** Training rows, whose maps hold the generalized values, with the anonymizer's columns. */
  public Dataset<Row> outOfMaps(Dataset<Row> trainingSet, AnonymizerModel model) {
    StructType schema = model.transform(stage().transform(trainingSet.limit(0))).schema();
    Map<String, Column> added = new LinkedHashMap<>();
    numbers.forEach(name -> added.put(output(name), FeatureRows.NUMBERS.column().getItem(name)));
    for (String name : categories) {
      Column[] shares =
          codes(schema, output(name)).stream()
              .map(code -> FeatureRows.NUMBERS.column().getItem(name + "=" + code))
              .toArray(Column[]::new);
      added.put(
          output(name),
          array_to_vector(array(shares)).as(output(name), schema.apply(output(name)).metadata()));
    }
    return trainingSet.withColumns(added);
  }

  /** The generalized columns: numbers, each with the feature it stands for. */
  Map<String, String> generalizedNumbers() {
    Map<String, String> generalized = new LinkedHashMap<>();
    numbers.forEach(name -> generalized.put(output(name), name));
    return generalized;
  }

  Map<String, String> generalizedCategories() {
    Map<String, String> generalized = new LinkedHashMap<>();
    categories.forEach(name -> generalized.put(output(name), name));
    return generalized;
  }

  boolean contains(String mapKey) {
    return numbers.contains(mapKey)
        || categories.contains(mapKey)
        || categories.stream().anyMatch(name -> mapKey.startsWith(name + "="));
  }

  private String output(String name) {
    return columns.of(name) + SUFFIX;
  }

  private static List<String> codes(StructType schema, String column) {
    AttributeGroup group = AttributeGroup.fromStructField(schema.apply(column));
    return Arrays.stream(group.attributes().get()).map(a -> a.name().get()).toList();
  }
}
