package dev.evenhand.base;

/** A column's name as Spark SQL reads it whatever stands in it, a dot among others. */
public final class Quoted {
  private Quoted() {}

  /** The name in backticks; those within are doubled. */
  public static String name(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
