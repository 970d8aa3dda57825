package dev.evenhand.card;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Finds the fields of a record, and of the records in it, that are absent and may not be. */
final class Absences {
  private final List<String> found = new ArrayList<>();
  private boolean isWhole = true;

  /** Their paths, such as {@code purpose.owner} or {@code gates[2].bound}. */
  List<String> of(Record card) {
    if (card == null) {
      return List.of("card");
    }
    visit(card, "");
    return List.copyOf(found);
  }

  /** Whether every part was there, though it may have been empty. */
  boolean isWhole() {
    return isWhole;
  }

  private void visit(Object value, String path) {
    if (value instanceof Record record) {
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        field(record, component, path.isEmpty() ? path : path + ".");
      }
    } else if (value instanceof Collection<?> list) {
      int number = 0;
      for (Object entry : list) {
        visit(entry, path + "[" + number++ + "]");
      }
    } else if (value instanceof Map<?, ?> map) {
      map.forEach((key, entry) -> visit(entry, path + "." + key));
    }
  }

  private void field(Record record, RecordComponent component, String before) {
    String path = before + SnakeCaseStrategy.INSTANCE.translate(component.getName());
    Told told = component.getAnnotation(Told.class);
    Object value = value(record, component);
    boolean isOptional = told != null && !told.absent().isEmpty();
    boolean isFilled = told != null && told.isFilled();
    if (value == null ? !isOptional : isEmpty(value, isFilled) && !isOptional) {
      found.add(path);
      isWhole &= value != null;
    }
    visit(value, path);
  }

  private static boolean isEmpty(Object value, boolean isFilled) {
    return value instanceof String text && text.isBlank()
        || isFilled && value instanceof Collection<?> list && list.isEmpty()
        || isFilled && value instanceof Map<?, ?> map && map.isEmpty();
  }

  private static Object value(Record record, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " can't be read", e);
    }
  }
}
