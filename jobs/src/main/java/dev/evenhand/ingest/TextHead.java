package dev.evenhand.ingest;

import dev.evenhand.base.DataProblem;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/**
 * The first line of a text file that is neither blank nor a comment, and where it stands.
 *
 * @param line without its line end; empty if there is none
 * @param position its place among all lines, from 0
 */
record TextHead(String line, int position) {
  private static final int MAX_LINE_BYTES = 1 << 20;
  private static final String BYTE_ORDER_MARK = "\ufeff";

  boolean isMissing() {
    return line.isEmpty();
  }

  /** Reads only as far as that line, so a file that is cut short may still have a head. */
  static TextHead read(String source, SourceFile file, TextForm form, Configuration conf) {
    try (InputStream in = open(file, conf)) {
      for (int position = 0; ; position++) {
        byte[] bytes = line(in);
        if (bytes == null) {
          return new TextHead("", position);
        }
        String line = decoded(source, file, bytes, form.encoding());
        if (position == 0 && line.startsWith(BYTE_ORDER_MARK)) {
          line = line.substring(1);
        }
        if (form.isRow(line)) {
          return new TextHead(line, position);
        }
      }
    } catch (IOException e) {
      throw unreadable(source, file.name());
    }
  }

  static DataProblem unreadable(String source, String name) {
    return new DataProblem(
        "source "
            + source
            + ": file "
            + name
            + " can't be read to its end: it is cut short, or not what its name says. Fetch it"
            + " again.");
  }

  private static InputStream open(SourceFile file, Configuration conf) throws IOException {
    InputStream raw = file.path().getFileSystem(conf).open(file.path());
    CompressionCodec codec = new CompressionCodecFactory(conf).getCodec(file.path());
    return new BufferedInputStream(codec == null ? raw : codec.createInputStream(raw));
  }

  /** The bytes up to the next line end (LF, CR LF or CR); null at the end of the file. */
  private static byte[] line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    if (next < 0) {
      return null;
    }
    while (next >= 0 && next != '\n' && next != '\r' && line.size() < MAX_LINE_BYTES) {
      line.write(next);
      next = in.read();
    }
    if (next == '\r') {
      in.mark(1);
      if (in.read() != '\n') {
        in.reset();
      }
    }
    return line.toByteArray();
  }

  private static String decoded(String source, SourceFile file, byte[] bytes, Charset encoding) {
    try {
      String line = encoding.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (bytes.length < MAX_LINE_BYTES && line.indexOf('\0') < 0) {
        return line;
      }
    } catch (CharacterCodingException e) {
      if (!encoding.equals(StandardCharsets.UTF_8) || looksLikeText(bytes)) {
        throw new DataProblem(
            "source "
                + source
                + ": the first line of file "
                + file.name()
                + " is not "
                + encoding
                + ". Set options: {encoding: …} to the file's own.");
      }
    }
    throw new DataProblem(
        "source "
            + source
            + ": file "
            + file.name()
            + " is not text. Give a text file, or set format to what it is.");
  }

  /** Whether no byte is a control character but tab and form feed. */
  private static boolean looksLikeText(byte[] bytes) {
    for (byte value : bytes) {
      if (value >= 0 && value < ' ' && value != '\t' && value != '\f') {
        return false;
      }
    }
    return true;
  }
}
