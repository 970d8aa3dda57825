package dev.evenhand.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.support.Spark;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class PosixLogStoreTest {
  @Test
  void ofManyWritersOfOneVersionExactlyOneWins() throws Exception {
    Path path =
        new Path("file:" + Spark.temporary("log") + "/_delta_log/00000000000000000007.json");
    Configuration configuration = new Configuration();
    PosixLogStore store = new PosixLogStore(configuration);
    var pool = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Boolean>> writers =
          IntStream.range(0, 40)
              .<Callable<Boolean>>mapToObj(i -> () -> wrote(store, path, "writer " + i))
              .toList();
      long winners = 0;
      for (var writer : pool.invokeAll(writers)) {
        winners += writer.get() ? 1 : 0;
      }
      assertThat(winners).isEqualTo(1);
    } finally {
      pool.shutdownNow();
    }
  }

  private static boolean wrote(PosixLogStore store, Path path, String line) throws Exception {
    try {
      store.write(path, List.of(line).iterator(), false, new Configuration());
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }
}
