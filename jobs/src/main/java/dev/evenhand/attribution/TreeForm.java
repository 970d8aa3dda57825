package dev.evenhand.attribution;

import java.util.List;
import java.util.Objects;
import org.apache.spark.ml.tree.Split;

/**
 * A model that is a sum of trees.
 *
 * @param features entries of the vector that it reads
 * @param outputs values that each leaf has
 */
record TreeForm(int features, List<FlatTree> trees, int outputs, Link link) implements ModelForm {

  FeatureCuts cuts() {
    List<Split> splits =
        trees.stream().flatMap(tree -> tree.splits().stream()).filter(Objects::nonNull).toList();
    return FeatureCuts.of(splits);
  }

  boolean knowsItsRows() {
    return trees.stream().allMatch(FlatTree::knowsItsRows);
  }
}
