package dev.evenhand.command;

import dev.evenhand.base.DataProblem;
import dev.evenhand.pseudonym.CanonicalForm;
import dev.evenhand.pseudonym.Keyset;
import dev.evenhand.rights.Erasure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Customers as a file names them, one a line; blank lines don't count.
 *
 * @param byNumber what a line says, by its number from 1
 */
record SubjectLines(Map<Integer, String> byNumber) {
  private static final int SHOWN = 10;

  static SubjectLines read(Path file) {
    try {
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      Map<Integer, String> byNumber = new TreeMap<>();
      for (int i = 0; i < lines.size(); i++) {
        if (!lines.get(i).isBlank()) {
          byNumber.put(i + 1, lines.get(i).strip());
        }
      }
      if (byNumber.isEmpty()) {
        throw new DataProblem(file + ": no subject in the file. Write one a line.");
      }
      return new SubjectLines(byNumber);
    } catch (IOException e) {
      throw new DataProblem(
          file + ": can't be read as text in UTF-8. Give a file with one subject a line.");
    }
  }

  /** Those of the unknown lines that no earlier erasure was about. */
  List<Integer> neverErased(
      List<Integer> unknown, Erasure erasure, Keyset keyset, List<String> namespaces) {
    if (unknown.isEmpty()) {
      return unknown;
    }
    Map<Integer, Set<String>> names = new HashMap<>();
    unknown.forEach(
        line -> names.put(line, called(byNumber.get(line), erasure, keyset, namespaces)));
    Set<String> before =
        erasure.erasedBefore(
            names.values().stream().flatMap(Set::stream).collect(Collectors.toSet()));
    return unknown.stream()
        .filter(line -> names.get(line).stream().noneMatch(before::contains))
        .toList();
  }

  /** What a certificate may have called the customer of a line. */
  private static Set<String> called(
      String raw, Erasure erasure, Keyset keyset, List<String> namespaces) {
    List<String> keys = new ArrayList<>(List.of(raw));
    for (String namespace : namespaces) {
      for (CanonicalForm form : CanonicalForm.values()) {
        String canonical = form.of(raw);
        if (canonical != null) {
          keys.addAll(keyset.everyPseudonym(namespace, canonical));
        }
      }
    }
    return keys.stream().map(erasure::called).collect(Collectors.toSet());
  }

  /** The first of some line numbers, and how many more. */
  static String some(List<Integer> numbers) {
    String first =
        numbers.stream().limit(SHOWN).map(String::valueOf).collect(Collectors.joining(", "));
    return numbers.size() <= SHOWN ? first : first + " and " + (numbers.size() - SHOWN) + " more";
  }
}
