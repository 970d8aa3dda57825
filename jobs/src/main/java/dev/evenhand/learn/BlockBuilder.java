package dev.evenhand.learn;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;

/**
 * Gathers rows (features, label, weight, rate weight, is validation, sensitive values …, perhaps an
 * offset) into blocks. A block is sparse when less than a quarter of its values are set.
 */
final class BlockBuilder implements Iterator<Block> {
  private static final long MOST_VALUES = 1 << 19;
  private static final int FIRST_SENSITIVE = 5;
  private static final int[] FIRST = {0};
  private static final double[] NOT_A_NUMBER = {Double.NaN};

  private final Iterator<Row> rows;
  private final boolean hasValidation;
  private final int sensitive;
  private BlockDraft draft;

  /**
   * @param sensitive how many columns of sensitive values there are
   */
  BlockBuilder(Iterator<Row> rows, boolean hasValidation, int sensitive) {
    this.rows = rows;
    this.hasValidation = hasValidation;
    this.sensitive = sensitive;
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  @Override
  public Block next() {
    if (!rows.hasNext()) {
      throw new NoSuchElementException();
    }
    while (rows.hasNext() && (draft == null || draft.stored() < MOST_VALUES)) {
      add(rows.next());
    }
    Block block = draft.block();
    draft.clear();
    return block;
  }

  private void add(Row row) {
    int offset = FIRST_SENSITIVE + sensitive;
    boolean hasOffset = row.size() > offset;
    if (draft == null) {
      draft = new BlockDraft(hasOffset);
    }
    boolean validates = row.getBoolean(4);
    draft.add(
        new BlockDraft.Facts(
            BlockProfile.label(row.getDouble(1)),
            validates ? 0 : row.getDouble(2),
            validates ? 0 : row.getDouble(3),
            hasOffset ? row.getDouble(offset) : 0,
            (byte) (validates == hasValidation ? 1 : 0)),
        sensitive(row),
        row.<Vector>getAs(0).size());
    addFeatures(row.getAs(0));
  }

  private void addFeatures(Vector features) {
    if (!draft.fits(features.size())) {
      draft.features(FIRST, NOT_A_NUMBER);
    } else if (features instanceof DenseVector dense) {
      draft.features(null, dense.values());
    } else {
      draft.features(features.toSparse().indices(), features.toSparse().values());
    }
  }

  private List<String> sensitive(Row row) {
    List<String> values = new ArrayList<>(sensitive);
    for (int column = FIRST_SENSITIVE; column < FIRST_SENSITIVE + sensitive; column++) {
      values.add(row.getString(column));
    }
    return values;
  }
}
