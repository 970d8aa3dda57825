package dev.evenhand.attribution;

import dev.evenhand.base.DataProblem;
import java.util.Arrays;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.api.java.UDF1;

/** The functions of a row's vector that Spark runs. */
final class Shares {
  private Shares() {}

  private static double[] of(Attribution attribution, Vector row) {
    if (row.size() != attribution.features()) {
      throw new DataProblem(
          "A row's vector has %d entries, the model reads %d."
              .formatted(row.size(), attribution.features()));
    }
    return attribution.of(row);
  }

  /** Of one output. */
  record One(Broadcast<Attribution> attribution) implements UDF1<Vector, Vector> {
    private static final long serialVersionUID = 1L;

    @Override
    public Vector call(Vector row) {
      return row == null ? null : Vectors.dense(of(attribution.value(), row));
    }
  }

  /** Of several outputs. */
  record Each(Broadcast<Attribution> attribution, int players) implements UDF1<Vector, Vector[]> {
    private static final long serialVersionUID = 1L;

    @Override
    public Vector[] call(Vector row) {
      if (row == null) {
        return null;
      }
      double[] all = of(attribution.value(), row);
      Vector[] outputs = new Vector[all.length / players];
      for (int c = 0; c < outputs.length; c++) {
        outputs[c] = Vectors.dense(Arrays.copyOfRange(all, c * players, (c + 1) * players));
      }
      return outputs;
    }
  }

  /** Interactions: Φᵢⱼ beside the diagonal, and on it φᵢ less the others of its row. */
  record Interactions(Broadcast<Attribution> attribution, int players)
      implements UDF1<Vector, Matrix> {
    private static final long serialVersionUID = 1L;

    @Override
    public Matrix call(Vector row) {
      if (row == null) {
        return null;
      }
      double[] all = of(attribution.value(), row);
      double[] matrix = Arrays.copyOfRange(all, players, all.length);
      for (int i = 0; i < players; i++) {
        matrix[i * players + i] = all[i];
      }
      for (int i = 0; i < players; i++) {
        for (int j = i + 1; j < players; j++) {
          double both = matrix[i * players + j];
          matrix[j * players + i] = both;
          matrix[i * players + i] -= both;
          matrix[j * players + j] -= both;
        }
      }
      return new DenseMatrix(players, players, matrix);
    }
  }
}
