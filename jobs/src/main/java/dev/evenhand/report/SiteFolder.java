package dev.evenhand.report;

import dev.evenhand.base.DataProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The folder of a site. Pages are written beside it and take its place by renaming, so that whoever
 * looks sees the old site or the new one. A file marks it as ours; no other folder is replaced.
 */
final class SiteFolder {
  static final String START = "index.html";

  private static final String MARK = ".evenhand-site";
  private static final String MARK_TEXT =
      "A site of Evenhand; 'evenhand site' replaces this folder.\n";

  private final Path place;

  private SiteFolder(Path place) {
    this.place = place;
  }

  /**
   * A folder that may be written: absent, empty, or a site.
   *
   * @throws DataProblem if it is anything else
   */
  static SiteFolder of(Path out) {
    Path place = out.toAbsolutePath().normalize();
    if (place.getParent() == null) {
      throw new DataProblem(out + ": is the root of the file system. Name a folder with --out.");
    }
    if (Files.exists(place, LinkOption.NOFOLLOW_LINKS) && !isOurs(place)) {
      throw new DataProblem(
          out
              + ": exists and is no site of Evenhand, so it is left as it is. Name a new or empty"
              + " folder with --out.");
    }
    return new SiteFolder(place);
  }

  private static boolean isOurs(Path place) {
    if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    if (Files.isRegularFile(place.resolve(MARK), LinkOption.NOFOLLOW_LINKS)) {
      return true;
    }
    try (Stream<Path> files = Files.list(place)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      throw new DataProblem(place + ": can't be read. Name another folder with --out.", e);
    }
  }

  /** Pages on their way to the folder. */
  static final class PageFiles {
    private final Path folder;
    private int count;

    private PageFiles(Path folder) {
      this.folder = folder;
    }

    /** Adds a page under a name with slashes. */
    void add(String name, String html) {
      try {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, html);
        count++;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Writes all pages, then takes the folder's place; tells how many they are. */
  int write(Consumer<PageFiles> writer) {
    Path made = null;
    try {
      Files.createDirectories(place.getParent());
      made = Files.createTempDirectory(place.getParent(), "." + place.getFileName() + ".");
      PageFiles pages = new PageFiles(made);
      writer.accept(pages);
      Files.writeString(made.resolve(MARK), MARK_TEXT);
      made.toFile().setReadable(true, false);
      made.toFile().setExecutable(true, false);
      swap(made);
      return pages.count;
    } catch (IOException | UncheckedIOException e) {
      throw new DataProblem(
          place + ": can't be written. Make room or name another folder with --out.", e);
    } finally {
      delete(made);
    }
  }

  private void swap(Path made) throws IOException {
    if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      Files.move(made, place);
      return;
    }
    Path old = Files.createTempDirectory(place.getParent(), "." + place.getFileName() + ".");
    try {
      Path aside = old.resolve("old");
      Files.move(place, aside);
      try {
        Files.move(made, place);
      } catch (IOException e) {
        Files.move(aside, place);
        throw e;
      }
    } finally {
      delete(old);
    }
  }

  private static void delete(Path folder) {
    if (folder == null || !Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException problem)
                throws IOException {
              Files.delete(directory);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
