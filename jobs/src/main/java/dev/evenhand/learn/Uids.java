package dev.evenhand.learn;

import org.apache.spark.ml.util.Identifiable$;

/**
 * Gives a stage its uid before MLlib's constructors ask for it.
 *
 * <p>MLlib's classifiers make their Params, which remember {@code uid()}, inside their constructor:
 * before a field of a Java subclass can be set. So a stage says {@code this(Uids.next(uid))}, whose
 * argument is evaluated before any constructor runs, and its {@code uid()} takes it from here.
 */
final class Uids {
  private static final ThreadLocal<String> NEXT = new ThreadLocal<>();

  private Uids() {}

  /** Marks a constructor that was given its uid. */
  record Token(String uid) {}

  static Token next(String uid) {
    NEXT.set(uid);
    return new Token(uid);
  }

  static String random(String prefix) {
    return Identifiable$.MODULE$.randomUID(prefix);
  }

  /** The uid of the stage under construction. */
  static String taken() {
    String uid = NEXT.get();
    NEXT.remove();
    return uid;
  }
}
