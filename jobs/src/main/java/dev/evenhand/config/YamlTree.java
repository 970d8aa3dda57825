package dev.evenhand.config;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The YAML of a pipeline file as a tree of items. Types are left to the reader of the tree, so that
 * {@code no} is a text and {@code 12:30} isn't a number. Aliases count each time they are followed,
 * up to a limit.
 */
final class YamlTree {
  private static final int MOST_ITEMS = 20_000;

  private static final Pattern STANDARD_TAG =
      Pattern.compile("tag:yaml\\.org,2002:(str|int|float|bool|null|timestamp|merge|seq|map)");

  private final Problems problems;
  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private int items;

  private YamlTree(Problems problems) {
    this.problems = problems;
  }

  /** The tree, or nothing where the text is no YAML; problems say why. */
  static Optional<Item> read(String text, Problems problems) {
    try {
      LoaderOptions limits = new LoaderOptions();
      limits.setMaxAliasesForCollections(100);
      Node root = new Yaml(new SafeConstructor(limits)).compose(new StringReader(text));
      if (root != null && !isEmpty(root)) {
        return Optional.of(new YamlTree(problems).item(root, Place.START));
      }
      problems.add(Place.START, "the file is empty" + FileText.REMEDY);
    } catch (MarkedYAMLException e) {
      problems.add(place(e), "not YAML: %s; %s", problem(e), remedy(text, place(e)));
    } catch (YAMLException e) {
      problems.add(Place.START, "not YAML: %s; write plain YAML", e.getMessage());
    }
    return Optional.empty();
  }

  private static boolean isEmpty(Node root) {
    return root instanceof ScalarNode scalar && scalar.getValue().isEmpty();
  }

  private static Place place(MarkedYAMLException e) {
    Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
    return mark == null ? Place.START : Place.of(mark);
  }

  private static String problem(MarkedYAMLException e) {
    String context =
        e.getContext() == null || e.getContextMark() == null
            ? ""
            : " %s that begins at line %s"
                .formatted(e.getContext(), e.getContextMark().getLine() + 1);
    return e.getProblem() + context;
  }

  private static String remedy(String text, Place place) {
    List<String> lines = text.lines().toList();
    boolean isReference =
        place.line() <= lines.size() && lines.get(place.line() - 1).contains(": ${");
    return isReference
        ? "within { } write '${NAME}' in quotes"
        : "correct it, or complete the file";
  }

  private Item item(Node node, Place keyPlace) {
    if (++items > MOST_ITEMS) {
      throw new YAMLException(
          "more than %s values (an alias counts as all that it repeats)".formatted(MOST_ITEMS));
    }
    if (!STANDARD_TAG.matcher(node.getTag().getValue()).matches()) {
      throw new YAMLException("a tag that names a type");
    }
    if (node instanceof ScalarNode scalar) {
      return text(scalar);
    }
    if (!open.add(node)) {
      throw new YAMLException("an alias that holds itself");
    }
    Item item =
        node instanceof SequenceNode sequence
            ? list(sequence, keyPlace)
            : mapping((MappingNode) node, keyPlace);
    open.remove(node);
    return item;
  }

  private static Item.Text text(ScalarNode scalar) {
    return new Item.Text(
        Place.of(scalar.getStartMark()),
        scalar.getValue(),
        scalar.getScalarStyle() == ScalarStyle.PLAIN,
        false);
  }

  private Item list(SequenceNode sequence, Place place) {
    List<Item> entries = new ArrayList<>();
    for (Node entry : sequence.getValue()) {
      entries.add(item(entry, Place.of(entry.getStartMark())));
    }
    return new Item.Sequence(place, entries);
  }

  private Item mapping(MappingNode mapping, Place place) {
    Map<String, Item.Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Place keyPlace = Place.of(tuple.getKeyNode().getStartMark());
      if (tuple.getKeyNode() instanceof ScalarNode key) {
        Item value = item(tuple.getValueNode(), keyPlace);
        Item.Entry first = entries.putIfAbsent(key.getValue(), new Item.Entry(keyPlace, value));
        if (first != null) {
          problems.add(
              keyPlace,
              "key '%s' stands a second time; once is allowed (first at line %s); merge "
                  + "the two",
              key.getValue(),
              first.keyPlace().line());
        }
      } else {
        problems.add(keyPlace, "a key that is no text; a word is allowed; write a plain key");
      }
    }
    return new Item.Mapping(place, entries);
  }
}
