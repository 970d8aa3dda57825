package dev.evenhand.balance;

import java.io.Serializable;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.DecompositionSolver;

/**
 * Counts of how often two places, and a place and a group, come together: all that a linear
 * discriminant needs, and whole numbers, so that they are the same in any order of the rows.
 */
final class JointMoments implements Serializable {
  private static final long serialVersionUID = 1L;

  // A place's coefficient is drawn to 0 as if ten more rows had it and were of any group.
  private static final double RIDGE = 10;

  private final int width;
  private final long[] together; // lower triangle
  private final long[][] ofGroups;

  JointMoments(int width, int groups) {
    this.width = width;
    this.together = new long[width * (width + 1) / 2];
    this.ofGroups = new long[groups][width];
  }

  /**
   * @param isOf for each group whether the row is of it
   */
  void add(int[] places, boolean[] isOf) {
    for (int i : places) {
      for (int j : places) {
        if (j <= i) {
          together[i * (i + 1) / 2 + j]++;
        }
      }
      for (int group = 0; group < isOf.length; group++) {
        ofGroups[group][i] += isOf[group] ? 1 : 0;
      }
    }
  }

  JointMoments merge(JointMoments other) {
    for (int i = 0; i < together.length; i++) {
      together[i] += other.together[i];
    }
    for (int group = 0; group < ofGroups.length; group++) {
      for (int i = 0; i < width; i++) {
        ofGroups[group][i] += other.ofGroups[group][i];
      }
    }
    return this;
  }

  /**
   * For each group the coefficients of the ridge regression of belonging to it, whose direction is
   * Fisher's linear discriminant.
   */
  double[][] coefficients() {
    double[][] matrix = new double[width][width];
    for (int i = 0; i < width; i++) {
      for (int j = 0; j <= i; j++) {
        matrix[i][j] = together[i * (i + 1) / 2 + j];
        matrix[j][i] = matrix[i][j];
      }
      matrix[i][i] += i == 0 ? 1 : RIDGE;
    }
    DecompositionSolver solver =
        new CholeskyDecomposition(new Array2DRowRealMatrix(matrix, false)).getSolver();
    double[][] coefficients = new double[ofGroups.length][];
    for (int group = 0; group < ofGroups.length; group++) {
      double[] right = new double[width];
      for (int i = 0; i < width; i++) {
        right[i] = ofGroups[group][i];
      }
      coefficients[group] = solver.solve(new ArrayRealVector(right, false)).toArray();
    }
    return coefficients;
  }
}
