package dev.evenhand.anonymity;

import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLWriter;

/** Saves an anonymizer's params as MLlib does, and its cuts beside. */
final class ModelWriter extends MLWriter {
  private final AnonymizerModel model;

  ModelWriter(AnonymizerModel model) {
    this.model = model;
  }

  @Override
  public void saveImpl(String path) {
    DefaultParamsWriter$.MODULE$.saveMetadata(model, path, sparkSession());
    new CutsStore(sparkSession(), path + "/data").write(model.cuts());
  }
}
