package dev.evenhand.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;

/** Calls a record's canonical constructor; the rules that it finds broken become problems. */
final class RecordMaker {
  private final Problems problems;
  private final Bound bound;

  RecordMaker(Problems problems, Bound bound) {
    this.problems = problems;
    this.bound = bound;
  }

  /** The record, or null where a problem says why there is none. */
  Object make(Class<? extends Record> type, Object[] values, String pointer) {
    try {
      return constructor(type).newInstance(values);
    } catch (InvocationTargetException e) {
      if (!(e.getCause() instanceof Refusal refusal)) {
        throw new IllegalStateException(type + " failed on checked values", e.getCause());
      }
      for (Map.Entry<String, String> broken : refusal.messages().entrySet()) {
        String part = broken.getKey().isEmpty() ? pointer : pointer + "/" + broken.getKey();
        problems.add(bound.nearest(part), broken.getValue());
      }
      return null;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " can't be made", e);
    }
  }

  private static Constructor<? extends Record> constructor(Class<? extends Record> type)
      throws NoSuchMethodException {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    return type.getDeclaredConstructor(types);
  }
}
