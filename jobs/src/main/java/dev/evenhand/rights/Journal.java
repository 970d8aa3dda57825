package dev.evenhand.rights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenhand.lake.Failpoint;
import dev.evenhand.lake.LakeFiles;
import java.util.List;
import java.util.Optional;

/**
 * How far an erasure has come: a file for each stage that is over, with what came of it. It names
 * no subject. A file that was cut short counts as none, and its stage is done again.
 */
record Journal(LakeFiles files, String id) {
  static final ObjectMapper JSON = new ObjectMapper();

  private static final String FOLDER = "_erasures";

  /** The erasures that were begun and are not over, oldest first. */
  static List<Journal> unfinished(LakeFiles files) {
    return files.folders(files.place(FOLDER)).stream().map(id -> new Journal(files, id)).toList();
  }

  /** A place for what a stage keeps. */
  String place(String name) {
    return files.place(FOLDER + "/" + id + "/" + name);
  }

  /** The folder of all that is kept meanwhile. */
  String folder() {
    return files.place(FOLDER + "/" + id);
  }

  Optional<JsonNode> read(String stage) {
    String file = place(stage + ".json");
    if (!files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readTree(files.readText(file))).filter(JsonNode::isObject);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  void write(String stage, ObjectNode outcome) {
    files.writeText(place(stage + ".json"), outcome.toString());
    Failpoint.reached("erasure " + stage);
  }

  /** Lets a stage be done again. */
  void forget(String stage) {
    files.delete(place(stage + ".json"));
  }

  /** Removes all that was kept. */
  void close() {
    files.delete(folder());
    if (files.folders(files.place(FOLDER)).isEmpty()) {
      files.delete(files.place(FOLDER));
    }
  }
}
