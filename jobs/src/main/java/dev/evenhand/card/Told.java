package dev.evenhand.card;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a field of the card says. The published schema and the check for completeness read it: a
 * field is required unless it tells when it may be absent.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
@interface Told {
  /** One phrase for the reader of the schema; empty where the name says it. */
  String value() default "";

  /** When the field may be absent; empty means never. */
  String absent() default "";

  /** Whether a list or map must have an entry. */
  boolean isFilled() default false;
}
