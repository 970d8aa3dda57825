package dev.evenhand.anonymity;

import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.MLReader;

/** Loads what {@link ModelWriter} saved. */
final class ModelReader extends MLReader<AnonymizerModel> {
  @Override
  public AnonymizerModel load(String path) {
    var metadata =
        DefaultParamsReader.loadMetadata(path, sparkSession(), AnonymizerModel.class.getName());
    Cuts cuts = new CutsStore(sparkSession(), path + "/data").read();
    AnonymizerModel model = new AnonymizerModel(metadata.uid(), cuts);
    metadata.getAndSetParams(model, scala.Option.empty());
    return model;
  }
}
