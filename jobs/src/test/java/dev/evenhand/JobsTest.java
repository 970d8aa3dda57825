package dev.evenhand;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.config.Overrides;
import dev.evenhand.config.Pipeline;
import dev.evenhand.config.PipelineFile;
import dev.evenhand.generate.Warehouse;
import dev.evenhand.generate.WarehouseSpec;
import dev.evenhand.job.Job;
import dev.evenhand.lake.TableContract;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.support.Spark;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JobsTest {
  @Test
  void everyTableReadWasWrittenByAnEarlierJob() {
    Set<String> written = new HashSet<>();
    for (Job job : jobs()) {
      for (TableContract table : job.reads()) {
        assertThat(written).as(job.name() + " reads " + table.name()).contains(table.name());
      }
      job.writes().forEach(table -> written.add(table.name()));
    }
  }

  private static List<Job> jobs() {
    Path home = Spark.temporary("jobs");
    String warehouse = home.resolve("warehouse").toString();
    Warehouse.write(Spark.session(), new WarehouseSpec(1_000, 17, warehouse));
    Pipeline pipeline =
        PipelineFile.read(
                Path.of("conf/pipelines/demo.yaml"),
                Map.of(),
                new Overrides(Optional.of(warehouse), Optional.of(home.toString())))
            .pipeline();
    return Jobs.of(pipeline, Keys.madeAt(home.resolve("keys.json")));
  }
}
