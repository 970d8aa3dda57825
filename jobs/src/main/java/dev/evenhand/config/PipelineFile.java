package dev.evenhand.config;

import dev.evenhand.base.Sha256;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A pipeline file that was read and found right in all that can be known without Spark.
 *
 * @param sha256 of the file's text as it is written, before environment variables take their place
 */
public record PipelineFile(Path path, String sha256, Pipeline pipeline, Locations locations) {

  /**
   * Reads a file with these environment variables.
   *
   * @throws dev.evenhand.base.DataProblem with every problem of the file, one line each
   */
  public static PipelineFile read(Path file, Map<String, String> environment, Overrides overrides) {
    String text = FileText.read(file);
    Redaction redaction = new Redaction();
    Problems problems = new Problems(file.toString(), redaction);
    Map<String, String> variables = new TreeMap<>(environment);
    overrides.data().ifPresent(folder -> variables.put(Environment.DATA, folder));
    Optional<Item> tree = YamlTree.read(text, problems);
    Bound bound = new Bound();
    if (tree.isPresent()) {
      Item root = overrides.applyTo(tree.get(), problems);
      Binder.bind(root, bound, problems, new Environment(variables, redaction));
      References.check(bound, problems);
      SourceFiles.check(bound, problems);
    }
    problems.throwIfAny();
    Pipeline pipeline = bound.one(Pointer.ROOT, Pipeline.class).orElseThrow();
    return new PipelineFile(file, Sha256.of(text), pipeline, new Locations(problems, bound));
  }

  /** One line that names the place of a part of the file, such as {@code /conform/sales}. */
  public String problem(String pointer, String message) {
    return locations.problem(pointer, message);
  }
}
