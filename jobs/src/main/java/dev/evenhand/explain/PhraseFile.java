package dev.evenhand.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.evenhand.base.DataProblem;
import dev.evenhand.base.Resource;
import dev.evenhand.config.Explain;
import dev.evenhand.config.Pipeline;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Reads files of sentences; what English says, and with which parts, every language must say. */
final class PhraseFile {
  private static final ObjectMapper YAML = new YAMLMapper();
  private static final String ENGLISH = "en";

  private PhraseFile() {}

  /** The languages of a pipeline file, in its order; all problems of all files at once. */
  static List<Phrases> of(Pipeline pipeline, Configuration hadoop) {
    Phrases english = new Phrases(read(ENGLISH, shipped(ENGLISH)));
    List<Phrases> languages = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    Set<String> known = new TreeSet<>();
    for (String language : pipeline.explaining().languages()) {
      boolean isFile = Explain.isFile(language);
      String text = isFile ? own(pipeline.location(language), hadoop) : shipped(language);
      Phrases phrases = new Phrases(read(language, text));
      problems.addAll(problems(language, phrases, english));
      if (problems.isEmpty() && !known.add(phrases.language())) {
        problems.add(
            "sentences %s: language '%s' is there already. Name one file of a language."
                .formatted(language, phrases.language()));
      }
      languages.add(phrases);
    }
    if (!problems.isEmpty()) {
      throw new DataProblem(problems);
    }
    return languages;
  }

  private static String shipped(String language) {
    return Resource.text(PhraseFile.class, "/conf/sentences/" + language + ".yaml");
  }

  private static String own(String place, Configuration hadoop) {
    Path path = new Path(place);
    try (InputStream in = path.getFileSystem(hadoop).open(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (FileNotFoundException e) {
      throw new DataProblem(
          "explain.languages: %s does not exist. Correct its path, which starts from data."
              .formatted(place));
    } catch (IOException e) {
      throw new DataProblem("explain.languages: %s can't be read.".formatted(place), e);
    }
  }

  /** The texts by the paths of their keys. */
  static Map<String, String> read(String file, String yaml) {
    Map<String, String> texts = new TreeMap<>();
    List<String> problems = new ArrayList<>();
    try {
      gather("", YAML.readTree(yaml), texts, problems, file);
    } catch (JsonProcessingException e) {
      throw new DataProblem(
          "sentences %s: not YAML at line %d, column %d. Start from a copy of conf/sentences/en.yaml."
              .formatted(file, e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    }
    if (!problems.isEmpty()) {
      throw new DataProblem(problems);
    }
    return texts;
  }

  private static void gather(
      String path, JsonNode node, Map<String, String> texts, List<String> problems, String file) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              entry ->
                  gather(
                      path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(),
                      entry.getValue(),
                      texts,
                      problems,
                      file));
    } else if (node.isTextual() && !node.asText().isBlank()) {
      texts.put(path, node.asText());
    } else {
      problems.add(
          "sentences %s: %s is no text. Write one in quotes."
              .formatted(file, path.isEmpty() ? "the file" : path));
    }
  }

  private static List<String> problems(String file, Phrases phrases, Phrases english) {
    List<String> problems = new ArrayList<>();
    Set<String> missing = new TreeSet<>(english.texts().keySet());
    missing.removeAll(phrases.texts().keySet());
    missing.forEach(
        key ->
            problems.add(
                "sentences %s: %s is missing. Add it, as conf/sentences/en.yaml has it."
                    .formatted(file, key)));
    phrases
        .texts()
        .forEach(
            (key, text) -> {
              if (!english.has(key)) {
                problems.add(
                    "sentences %s: %s is unknown. Correct or drop it.".formatted(file, key));
              } else {
                problem(file, key, text, english.text(key)).ifPresent(problems::add);
              }
            });
    return problems;
  }

  private static Optional<String> problem(String file, String key, String text, String english) {
    if (key.endsWith("_mark")) {
      return text.length() == 1
          ? Optional.empty()
          : Optional.of(
              "sentences %s: %s is '%s'. Write one character.".formatted(file, key, text));
    }
    if (key.equals("language") && !text.matches("[a-z]{2,3}")) {
      return Optional.of(
          "sentences %s: language is '%s'. Write two or three letters, such as fr."
              .formatted(file, text));
    }
    if (key.endsWith(".unit") && !text.equals(english)) {
      return Optional.of(
          "sentences %s: %s is '%s'. It is %s in every language."
              .formatted(file, key, text, english));
    }
    Set<String> allowed = parts(english);
    Set<String> unknown = new TreeSet<>(parts(text));
    unknown.removeAll(allowed);
    return unknown.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "sentences %s: %s has {%s}. Allowed are %s."
                .formatted(
                    file,
                    key,
                    String.join("}, {", unknown),
                    allowed.stream()
                        .map(part -> "{" + part + "}")
                        .collect(Collectors.joining(", "))));
  }

  private static Set<String> parts(String text) {
    Set<String> parts = new TreeSet<>();
    for (Phrases.Piece piece : Phrases.pieces(text)) {
      if (piece.isPart()) {
        parts.add(piece.text());
      }
    }
    if (parts.contains("Name") || parts.contains("name")) {
      parts.add("Name");
      parts.add("name");
    }
    return parts;
  }
}
