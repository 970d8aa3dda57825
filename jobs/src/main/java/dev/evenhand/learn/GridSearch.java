package dev.evenhand.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.MLReader;

/**
 * The best of the models that an estimator gives for a grid of multipliers, or of their blends: one
 * deterministic model. Agarwal et al. (2018), section 3.4.
 *
 * <p>The grid is the lattice of multipliers, at most {@code gridLimit} in sum, of each group's rate
 * against its event's first. Each fit brings all its thresholds, so that a short grid will do. The
 * best mixture of the models is at hand as outcome "mixture".
 */
public final class GridSearch extends Reduction<GridSearch> {
  private static final long serialVersionUID = 1L;

  private final IntParam gridSize;
  private final DoubleParam gridLimit;

  public GridSearch() {
    this(Uids.random("gridsearch"));
  }

  public GridSearch(String uid) {
    super(uid);
    gridSize = new IntParam(this, "gridSize", "fits beside the plain one", ParamValidators.gtEq(1));
    gridLimit =
        new DoubleParam(this, "gridLimit", "largest sum of multipliers", ParamValidators.gt(0));
    setDefault(gridSize, 10);
    setDefault(gridLimit, 0.5);
    setDefault(mixture.outcome, MixtureParams.SINGLE);
  }

  @Override
  GridSearch self() {
    return this;
  }

  public IntParam gridSize() {
    return gridSize;
  }

  public DoubleParam gridLimit() {
    return gridLimit;
  }

  /** Fits beside the plain one. */
  public GridSearch setGridSize(int value) {
    return (GridSearch) set(gridSize, value);
  }

  /** The largest sum of absolute multipliers. */
  public GridSearch setGridLimit(double value) {
    return (GridSearch) set(gridLimit, value);
  }

  @Override
  ReductionSearch.Result search(ReductionSearch search, CellFigures figures) {
    return search.run(grid(figures));
  }

  /** Multipliers of the claims: of each claim against the first of its event, or of a loss. */
  private List<double[]> grid(CellFigures figures) {
    List<CellFigures.Claim> claims = figures.claims();
    boolean isForecast = fair.isForecast();
    List<int[]> axes = new ArrayList<>();
    int first = 0;
    for (int r = 0; r < claims.size(); r++) {
      first = claims.get(first).event() == claims.get(r).event() ? first : r;
      if (isForecast || r != first) {
        axes.add(new int[] {r, first});
      }
    }
    List<int[]> points = lattice(axes.size(), (int) $(gridSize), isForecast);
    double longest =
        points.isEmpty() ? 1 : Arrays.stream(points.get(points.size() - 1)).map(Math::abs).sum();
    double unit = (double) $(gridLimit) / longest;
    List<double[]> grid = new ArrayList<>();
    for (int[] point : points) {
      double[] multipliers = new double[claims.size()];
      for (int axis = 0; axis < point.length; axis++) {
        multipliers[axes.get(axis)[0]] += point[axis] * unit;
        if (!isForecast) {
          multipliers[axes.get(axis)[1]] -= point[axis] * unit;
        }
      }
      grid.add(multipliers);
    }
    return grid;
  }

  /** The first whole points by sum of absolute values, without the origin. */
  private static List<int[]> lattice(int dimensions, int size, boolean isPositive) {
    List<int[]> points = new ArrayList<>();
    for (int norm = 1; dimensions > 0 && points.size() < size; norm++) {
      fill(points, new int[dimensions], 0, norm, isPositive, size);
    }
    return points;
  }

  private static void fill(
      List<int[]> points, int[] point, int axis, int left, boolean isPositive, int size) {
    if (points.size() >= size) {
      return;
    }
    if (axis == point.length - 1) {
      for (int sign = 1; sign >= (isPositive || left == 0 ? 1 : -1); sign -= 2) {
        point[axis] = sign * left;
        if (points.size() < size) {
          points.add(point.clone());
        }
      }
      point[axis] = 0;
      return;
    }
    for (int here = left; here >= (isPositive ? 0 : -left); here--) {
      point[axis] = here;
      fill(points, point, axis + 1, left - Math.abs(here), isPositive, size);
    }
    point[axis] = 0;
  }

  /** Reads a saved estimator. */
  public static MLReader<GridSearch> read() {
    return SavedParts.reader(
        GridSearch.class, (uid, rows, parts) -> loaded(new GridSearch(uid), parts));
  }

  /** Loads a saved estimator. */
  public static GridSearch load(String path) {
    return read().load(path);
  }
}
