package dev.evenhand.card;

import dev.evenhand.support.SamplePipeline;

/** The page of the sample card, for tests of whole pages. */
public final class SampleCardPage {
  private SampleCardPage() {}

  public static String html() {
    return CardPage.of(ModelCard.of(SamplePipeline.of(SampleEvidence.GATE), SampleEvidence.of()));
  }
}
