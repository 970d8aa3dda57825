package dev.evenhand.lake;

import dev.evenhand.base.Quoted;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;

/** The tables of a lake that a query names. */
public final class QueriedTables {
  private static final Pattern NAME =
      Pattern.compile("\\b(bronze|silver|secure|gold|metrics|govern)`?\\.`?([A-Za-z0-9_]+)");

  private QueriedTables() {}

  /** Makes them known to Spark under their names; those that don't exist are left to Spark. */
  public static void register(SparkSession spark, LakeFiles files, String query) {
    Matcher names = NAME.matcher(query);
    while (names.find()) {
      String layer = names.group(1);
      String table = names.group(2);
      String path = files.root() + "/" + layer + "/" + table;
      if (files.isTable(path)) {
        spark.sql("CREATE DATABASE IF NOT EXISTS " + Quoted.name(layer));
        spark.sql(
            "CREATE TABLE IF NOT EXISTS %s.%s USING delta LOCATION '%s'"
                .formatted(Quoted.name(layer), Quoted.name(table), path.replace("'", "\\'")));
      }
    }
  }
}
