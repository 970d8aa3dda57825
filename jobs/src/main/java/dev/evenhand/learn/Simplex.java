package dev.evenhand.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * min c'x such that Ax ≤ b, x ≥ 0 and the last row is an equality: a linear program whose columns
 * may come one after the other.
 *
 * <p>The revised simplex method with a dense inverse of the basis. It ends in a corner, so that few
 * variables are above zero; an added column goes on from the last corner.
 */
final class Simplex {
  private static final double TINY = 1e-11;
  private static final int MOST_PIVOTS = 20_000;
  private static final int STALLED = 40;
  private static final int REFRESH = 200;

  private final double[] right;
  private final int rows;
  private final List<double[]> columns = new ArrayList<>();
  private final List<Double> costs = new ArrayList<>();
  private final int[] basis;
  private double[][] inverse;
  private double[] values;
  private int pivots;

  Simplex(double[] right) {
    this.right = right.clone();
    rows = right.length;
    basis = new int[rows];
  }

  /** Adds a variable and tells its number. */
  int add(double cost, double[] column) {
    columns.add(column);
    costs.add(cost);
    return columns.size() - 1;
  }

  int size() {
    return columns.size();
  }

  double[] column(int index) {
    return columns.get(index);
  }

  /**
   * Begins at a corner: slacks, one variable that fills the equality, and, where a row is broken,
   * the variable that gives every broken row room.
   */
  void start(int filling, int relieving) {
    for (int i = 0; i < rows - 1; i++) {
      basis[i] = -1 - i;
    }
    basis[rows - 1] = filling;
    refresh();
    int broken = 0;
    for (int i = 1; i < rows - 1; i++) {
      broken = values[i] < values[broken] ? i : broken;
    }
    if (rows > 1 && values[broken] < 0) {
      pivot(broken, relieving, moved(columns.get(relieving)));
    }
  }

  /** Goes from corner to corner until no variable lowers the cost. */
  void solve() {
    if (pivots > REFRESH) {
      refresh();
    }
    int stalled = 0;
    for (int step = 0; step < MOST_PIVOTS; step++) {
      int entering = entering(stalled > STALLED);
      if (entering == Integer.MAX_VALUE) {
        return;
      }
      double[] move = moved(columnOf(entering));
      int leaving = leaving(move);
      if (leaving < 0) {
        return;
      }
      stalled = values[leaving] / move[leaving] < 1e-13 ? stalled + 1 : 0;
      pivot(leaving, entering, move);
    }
  }

  private double[] columnOf(int variable) {
    if (variable >= 0) {
      return columns.get(variable);
    }
    double[] unit = new double[rows];
    unit[-1 - variable] = 1;
    return unit;
  }

  private double costOf(int variable) {
    return variable >= 0 ? costs.get(variable) : 0;
  }

  /** What a unit of each row's right side adds to the cost. */
  double[] duals() {
    double[] duals = new double[rows];
    for (int i = 0; i < rows; i++) {
      double cost = costOf(basis[i]);
      if (cost != 0) {
        for (int j = 0; j < rows; j++) {
          duals[j] += cost * inverse[i][j];
        }
      }
    }
    return duals;
  }

  private int entering(boolean takesFirst) {
    double[] duals = duals();
    double least = -TINY;
    int best = Integer.MAX_VALUE;
    for (int i = 0; i < rows - 1; i++) {
      if (-duals[i] < least) {
        least = -duals[i];
        best = -1 - i;
        if (takesFirst) {
          return best;
        }
      }
    }
    for (int j = 0; j < columns.size(); j++) {
      double reduced = costs.get(j);
      double[] column = columns.get(j);
      for (int i = 0; i < rows; i++) {
        reduced -= duals[i] * column[i];
      }
      if (reduced < least) {
        least = reduced;
        best = j;
        if (takesFirst) {
          return best;
        }
      }
    }
    return best;
  }

  /** The basis's weights of a column. */
  private double[] moved(double[] column) {
    double[] move = new double[rows];
    for (int j = 0; j < rows; j++) {
      if (column[j] != 0) {
        for (int i = 0; i < rows; i++) {
          move[i] += inverse[i][j] * column[j];
        }
      }
    }
    return move;
  }

  private int leaving(double[] move) {
    int best = -1;
    double reach = Double.POSITIVE_INFINITY;
    for (int i = 0; i < rows; i++) {
      if (move[i] > 1e-10) {
        double ratio = Math.max(0, values[i]) / move[i];
        boolean isTie = best >= 0 && Math.abs(ratio - reach) <= 1e-14;
        if (isTie ? basis[i] > basis[best] : ratio < reach) {
          best = i;
          reach = ratio;
        }
      }
    }
    return best;
  }

  private void pivot(int leaving, int entering, double[] move) {
    double[] pivotRow = inverse[leaving];
    double step = values[leaving] / move[leaving];
    for (int j = 0; j < rows; j++) {
      pivotRow[j] /= move[leaving];
    }
    for (int i = 0; i < rows; i++) {
      if (i != leaving && move[i] != 0) {
        for (int j = 0; j < rows; j++) {
          inverse[i][j] -= move[i] * pivotRow[j];
        }
        values[i] -= move[i] * step;
      }
    }
    values[leaving] = step;
    basis[leaving] = entering;
    pivots++;
  }

  /** Inverts the basis anew, which forgets the roundings of the pivots. */
  private void refresh() {
    double[][] left = new double[rows][rows];
    double[][] found = new double[rows][rows];
    for (int k = 0; k < rows; k++) {
      double[] column = columnOf(basis[k]);
      for (int i = 0; i < rows; i++) {
        left[i][k] = column[i];
      }
      found[k][k] = 1;
    }
    for (int k = 0; k < rows; k++) {
      int largest = k;
      for (int i = k + 1; i < rows; i++) {
        largest = Math.abs(left[i][k]) > Math.abs(left[largest][k]) ? i : largest;
      }
      swap(left, k, largest);
      swap(found, k, largest);
      eliminate(left, found, k);
    }
    inverse = found;
    values = moved(right);
    pivots = 0;
  }

  private static void swap(double[][] matrix, int a, int b) {
    double[] row = matrix[a];
    matrix[a] = matrix[b];
    matrix[b] = row;
  }

  private static void eliminate(double[][] left, double[][] found, int k) {
    double scale = 1 / left[k][k];
    Arrays.setAll(left[k], j -> left[k][j] * scale);
    Arrays.setAll(found[k], j -> found[k][j] * scale);
    for (int i = 0; i < left.length; i++) {
      double factor = left[i][k];
      if (i != k && factor != 0) {
        for (int j = 0; j < left.length; j++) {
          left[i][j] -= factor * left[k][j];
          found[i][j] -= factor * found[k][j];
        }
      }
    }
  }

  /** Each variable's value in the corner. */
  double[] solution() {
    double[] solution = new double[columns.size()];
    for (int i = 0; i < rows; i++) {
      if (basis[i] >= 0) {
        solution[basis[i]] = Math.max(0, values[i]);
      }
    }
    return solution;
  }
}
