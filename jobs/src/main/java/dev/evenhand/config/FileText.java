package dev.evenhand.config;

import dev.evenhand.base.DataProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a file as the text that it must be: there, readable, UTF-8, without control characters. */
final class FileText {
  private static final long LARGEST_BYTES = 1 << 20;
  static final String REMEDY = "; give a pipeline file (YAML), such as one in conf/pipelines";

  private FileText() {}

  static String read(Path file) {
    if (!Files.exists(file)) {
      throw new DataProblem(file + ": no such file" + REMEDY);
    }
    if (Files.isDirectory(file)) {
      throw new DataProblem(file + ": a folder, not a file" + REMEDY);
    }
    return decode(file, bytes(file));
  }

  private static byte[] bytes(Path file) {
    try {
      if (Files.size(file) > LARGEST_BYTES) {
        throw new DataProblem(file + ": larger than 1 MiB, so not a pipeline file" + REMEDY);
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new DataProblem(file + ": can't be read; check its permissions", e);
    }
  }

  private static String decode(Path file, byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer chars = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), chars, true);
    String text = chars.flip().toString();
    if (result.isError()) {
      throw notText(file, text.length(), text, "a byte that is not UTF-8");
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' && "\t\r\n".indexOf(text.charAt(i)) < 0) {
        throw notText(file, i, text, "a control character");
      }
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static DataProblem notText(Path file, int offset, String text, String found) {
    String before = text.substring(0, offset);
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    int column = offset - before.lastIndexOf('\n');
    return new DataProblem(
        file + ":" + new Place(line, column) + ": not text: " + found + " stands here" + REMEDY);
  }
}
