package dev.evenhand.config;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns the tree of a pipeline file into records, by their shapes. What can't be turned is a
 * problem, and the rest is still read, so that all problems are found at once. Within, null stands
 * for a part that has a problem.
 */
final class Binder {
  private final Problems problems;
  private final LeafReader leaves;
  private final RecordMaker records;
  private final Bound bound;

  private Binder(Bound bound, Problems problems, Environment environment) {
    this.bound = bound;
    this.problems = problems;
    this.leaves = new LeafReader(problems, environment);
    this.records = new RecordMaker(problems, bound);
  }

  /** Fills {@code bound} with what the tree says. */
  static void bind(Item root, Bound bound, Problems problems, Environment environment) {
    new Binder(bound, problems, environment)
        .value(root, Pipeline.class, Pointer.ROOT, Rule.OF_MAP_VALUES);
  }

  private Object value(Item item, Type type, String pointer, Rule rule) {
    bound.place(pointer, item.place());
    Object value = unnoted(item, type, pointer, rule);
    if (value != null) {
      bound.value(pointer, value);
    }
    return value;
  }

  private Object unnoted(Item item, Type type, String pointer, Rule rule) {
    if (Leaf.isLeaf(type)) {
      return item instanceof Item.Text text && !text.isNull()
          ? leaves.read(text, type, pointer, rule)
          : wrong(item, pointer, Leaf.of(type).allowed());
    }
    if (Shape.isA(type, List.class)) {
      return list(item, Shape.argument(type, 0), pointer, rule);
    }
    if (Shape.isA(type, Map.class)) {
      return map(item, Shape.argument(type, 1), pointer, rule);
    }
    return item instanceof Item.Mapping mapping
        ? record(mapping, ((Class<?>) type).asSubclass(Record.class), pointer)
        : wrong(item, pointer, "a mapping of keys");
  }

  private List<Object> list(Item item, Type type, String pointer, Rule rule) {
    if (isTooShort(item, pointer, rule)) {
      return null;
    }
    if (!(item instanceof Item.Sequence sequence)) {
      return wrong(item, pointer, "a list");
    }
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < sequence.items().size(); i++) {
      Object value = value(sequence.items().get(i), type, Pointer.child(pointer, i), rule);
      if (value != null) {
        values.add(value);
      }
    }
    return values.size() == sequence.items().size() ? values : null;
  }

  private Map<String, Object> map(Item item, Type type, String pointer, Rule rule) {
    if (isTooShort(item, pointer, rule)) {
      return null;
    }
    if (!(item instanceof Item.Mapping mapping)) {
      return wrong(item, pointer, "a mapping of keys");
    }
    Map<String, Object> values = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              Object value =
                  value(entry.value(), type, Pointer.child(pointer, key), Rule.OF_MAP_VALUES);
              if (isKey(key, entry, rule, pointer) && value != null) {
                values.put(key, value);
              }
            });
    return values.size() == mapping.entries().size() ? values : null;
  }

  private boolean isKey(String key, Item.Entry entry, Rule rule, String pointer) {
    if (!rule.keys().isEmpty() && !rule.keys().contains(key)) {
      unknown(key, entry, rule.keys(), pointer);
      return false;
    }
    if (!rule.pattern().isEmpty() && !key.matches(rule.pattern())) {
      problems.add(
          entry.keyPlace(),
          "key '%s' of %s; %s is allowed; rename it",
          key,
          Pointer.label(pointer),
          Checks.explain(rule.pattern()));
      return false;
    }
    return true;
  }

  private Object record(Item.Mapping mapping, Class<? extends Record> type, String pointer) {
    Shape shape = Shape.of(type);
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              if (!shape.names().contains(key)) {
                unknown(key, entry, shape.names(), pointer);
              }
            });
    Object[] values = new Object[shape.keys().size()];
    boolean isComplete = true;
    for (int i = 0; i < values.length; i++) {
      values[i] = component(mapping, shape.keys().get(i), pointer);
      isComplete &= values[i] != null;
    }
    return isComplete ? records.make(type, values, pointer) : null;
  }

  private Object component(Item.Mapping mapping, Shape.Key key, String pointer) {
    Item.Entry entry = mapping.entries().get(key.name());
    if (entry == null) {
      if (key.isRequired()) {
        problems.add(mapping.place(), missing(key, pointer));
      }
      return absent(key);
    }
    Object value =
        value(
            entry.value(),
            key.valueType(),
            Pointer.child(pointer, key.name()),
            Rule.of(key.setting()));
    return key.isOptional() && value != null ? Optional.of(value) : value;
  }

  /** The value of an absent key; null where it is required. */
  private static Object absent(Shape.Key key) {
    if (key.isRequired()) {
      return null;
    }
    if (key.isOptional()) {
      return Optional.empty();
    }
    if (key.isCollection()) {
      return Shape.isA(key.type(), List.class) ? List.of() : Map.of();
    }
    return Leaf.of(key.type()).parse().apply(key.setting().byDefault());
  }

  private static String missing(Shape.Key key, String pointer) {
    return "no '%s' in %s; it is required (%s); add %s:"
        .formatted(key.name(), place(pointer), key.setting().value(), key.name());
  }

  private void unknown(String key, Item.Entry entry, List<String> allowed, String pointer) {
    problems.add(
        entry.keyPlace(),
        "unknown key '%s' in %s; allowed are %s; %s",
        key,
        place(pointer),
        String.join(", ", allowed),
        Nearest.meant(key, allowed, "correct or drop it"));
  }

  private boolean isTooShort(Item item, String pointer, Rule rule) {
    int size = item.size();
    if (size >= rule.atLeast()) {
      return false;
    }
    problems.add(
        item.place(), Pointer.label(pointer) + " is empty; one entry or more is required; add one");
    return true;
  }

  /** Always null: notes what stands where something else is allowed. */
  private <T> T wrong(Item item, String pointer, String allowed) {
    boolean isRoot = pointer.isEmpty();
    String remedy =
        isRoot
            ? "begin with pipeline:"
            : item.size() == 0 ? "write it or drop the key" : "correct it";
    problems.add(
        item.place(),
        "%s %s; %s is allowed; %s".formatted(place(pointer), item.kind(), allowed, remedy));
    return null;
  }

  private static String place(String pointer) {
    return pointer.isEmpty() ? "the file" : Pointer.label(pointer);
  }
}
