package dev.evenhand;

import dev.evenhand.balance.BalanceJob;
import dev.evenhand.card.CardJob;
import dev.evenhand.config.Pipeline;
import dev.evenhand.conform.ConformJob;
import dev.evenhand.consent.ConsentJob;
import dev.evenhand.evaluate.EvaluateJob;
import dev.evenhand.explain.ExplainJob;
import dev.evenhand.features.FeaturesJob;
import dev.evenhand.govern.GateJob;
import dev.evenhand.ingest.IngestJob;
import dev.evenhand.job.Job;
import dev.evenhand.privacy.PrivacyJob;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.rebalance.RebalanceJob;
import dev.evenhand.score.ScoreJob;
import dev.evenhand.score.ScoringModel;
import dev.evenhand.split.SplitJob;
import dev.evenhand.train.TrainJob;
import java.util.List;
import java.util.Optional;

/** Every job in run order: the table of contents of the project. */
public final class Jobs {
  private Jobs() {}

  /** The jobs of a run: from the sources to a gated, documented model. */
  public static List<Job> of(Pipeline pipeline, Keys keys) {
    return List.of(
        new IngestJob(pipeline, keys),
        new ConformJob(pipeline),
        new ConsentJob(pipeline),
        new SplitJob(pipeline),
        new FeaturesJob(pipeline),
        new PrivacyJob(pipeline),
        new RebalanceJob(pipeline),
        new BalanceJob(pipeline),
        new TrainJob(pipeline),
        new EvaluateJob(pipeline),
        new ExplainJob(pipeline),
        new GateJob(pipeline),
        new CardJob(pipeline));
  }

  /** The jobs that score new decisions with a model of an earlier run. */
  public static List<Job> scoring(Pipeline pipeline, Keys keys, ScoringModel model) {
    return List.of(
        new IngestJob(pipeline, keys),
        new ConformJob(pipeline),
        new ConsentJob(pipeline),
        new FeaturesJob(pipeline, Optional.of(model.runId())),
        new ScoreJob(pipeline, model),
        new ExplainJob(
            pipeline, Optional.of(new ExplainJob.ScoredBy(model.name(), model.runId()))));
  }
}
