package dev.evenhand.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The keys of a record of the pipeline file, in order. */
record Shape(Class<? extends Record> type, List<Key> keys) {

  /** A key: its name in the file, its type and what it means. */
  record Key(String name, Type type, Setting setting) {
    boolean isOptional() {
      return isA(type, Optional.class);
    }

    boolean isCollection() {
      return isA(type, List.class) || isA(type, Map.class);
    }

    boolean isRequired() {
      return setting.byDefault().isEmpty()
          && !isOptional()
          && (!isCollection() || setting.atLeast() > 0);
    }

    /** The type of the value where there is one. */
    Type valueType() {
      return isOptional() ? argument(type, 0) : type;
    }
  }

  static Shape of(Class<? extends Record> type) {
    return new Shape(type, Arrays.stream(type.getRecordComponents()).map(Shape::key).toList());
  }

  private static Key key(RecordComponent component) {
    Setting setting = component.getAnnotation(Setting.class);
    if (setting == null) {
      throw new IllegalStateException(component + " has no @Setting");
    }
    String name = setting.key().isEmpty() ? snakeCase(component.getName()) : setting.key();
    return new Key(name, component.getGenericType(), setting);
  }

  List<String> names() {
    return keys.stream().map(Key::name).toList();
  }

  static boolean isA(Type type, Class<?> raw) {
    return type instanceof ParameterizedType given && given.getRawType() == raw;
  }

  static Type argument(Type type, int index) {
    return ((ParameterizedType) type).getActualTypeArguments()[index];
  }

  private static String snakeCase(String camelCase) {
    return camelCase.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}
