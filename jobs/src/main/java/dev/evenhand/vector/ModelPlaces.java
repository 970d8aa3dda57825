package dev.evenhand.vector;

/** Where a run keeps its saved models, relative to the lake. */
public final class ModelPlaces {
  private ModelPlaces() {}

  /** One folder a run and model; never written again once the run is done. */
  public static String model(String pipeline, String runId, String model) {
    return "models/" + pipeline + "/" + runId + "/" + model;
  }

  /** The anonymizer that the run's models carry inside them. */
  public static String anonymizer(String pipeline, String runId) {
    return "models/" + pipeline + "/" + runId + "/_anonymizer";
  }

  /** The product categories that the run learned. */
  public static String categories(String pipeline, String runId) {
    return "models/" + pipeline + "/" + runId + "/_categories.json";
  }
}
