package dev.evenhand.card;

import dev.evenhand.config.Pipeline;
import dev.evenhand.support.SamplePipeline;
import dev.evenhand.support.TestLake;

/** A lake whose newest run has a card: what the tests of commands start from. */
public final class SampleLake {
  private SampleLake() {}

  public static TestLake withCard() {
    TestLake world = TestLake.of(SamplePipeline.NAME);
    SampleTables.write(world, SampleEvidence.of());
    new CardJob(pipeline()).run(world.context());
    return world;
  }

  static Pipeline pipeline() {
    return SamplePipeline.of(SampleEvidence.GATE);
  }
}
