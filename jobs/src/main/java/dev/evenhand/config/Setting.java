package dev.evenhand.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a key of the pipeline file means. The loader, the JSON Schema and the guide read it, so that
 * a description and a default stand in one place.
 *
 * <p>A key is required unless its type is {@code Optional}, a list or a map with {@link #atLeast}
 * 0, or it has a default.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Setting {
  /** One sentence for the reader of the file. */
  String value();

  /** The key, where it isn't the component's name in snake_case. */
  String key() default "";

  /** The value of an absent key, as it would be written in the file; empty means none. */
  String byDefault() default "";

  /** The fewest entries of a list or map; more than 0 makes the key required. */
  int atLeast() default 0;

  /** The regular expression that a text, or each key of a map, matches; empty means any. */
  String pattern() default "";

  /** The closed list that the keys of a map come from; Word itself means any key. */
  Class<? extends Word> keys() default Word.class;
}
