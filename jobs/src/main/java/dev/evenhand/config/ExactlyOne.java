package dev.evenhand.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The keys of a record of which exactly one is given. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface ExactlyOne {
  String[] value();
}
