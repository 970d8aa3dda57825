package dev.evenhand.learn;

import java.util.Arrays;

/** Adds blocks to {@link Totals}, a tile of rows at a time; the work of one task. */
final class RowSums {
  private static final int[] FIRST = {0};
  private static final int[] SECOND = {1};
  private static final int[] THIRD = {2};

  private final Totals totals;
  private final Point point;
  private final Attributes attributes;
  private final double[] scales;
  private final RunSum sum = new RunSum();
  private Tile tile;
  private boolean tileIsDense;
  private Figures figures;

  RowSums(Totals totals, Point point, Attributes attributes, double[] scales) {
    this.totals = totals;
    this.point = point;
    this.attributes = attributes;
    this.scales = scales;
  }

  /** What is reckoned for each row of a tile. */
  private static final class Figures {
    private final double[][] margins;
    private final double[][] losses;
    private final double[][] weights;
    private final double[][] weightedMargins;
    private final double[][] slopes;
    private final double[][] curvatures;
    private final double[][] groupWeights;
    private final double[][] decidingWeights;
    private final double[][] selected;
    private final double[][] smooth;
    private final double[][] groupSlopes;
    private final double[][] decidingSlopes;
    private final double[][] bends;
    private final double[][] ones;

    Figures(int rows) {
      margins = Tile.strips(rows);
      losses = Tile.strips(rows);
      weights = Tile.strips(rows);
      weightedMargins = Tile.strips(rows);
      slopes = Tile.strips(rows);
      curvatures = Tile.strips(rows);
      groupWeights = Tile.strips(rows);
      decidingWeights = Tile.strips(rows);
      selected = Tile.strips(rows);
      smooth = Tile.strips(rows);
      groupSlopes = Tile.strips(rows);
      decidingSlopes = Tile.strips(rows);
      bends = Tile.strips(rows);
      ones = Tile.strips(rows);
      for (double[] strip : ones) {
        Arrays.fill(strip, 1);
      }
    }

    /** Nothing may be left of an earlier tile in a last strip that is not full. */
    void clearBeyond(int rows) {
      int from = rows % Tile.LANES;
      if (from > 0) {
        int strip = rows / Tile.LANES;
        Arrays.fill(curvatures[strip], from, Tile.LANES, 0);
        Arrays.fill(bends[strip], from, Tile.LANES, 0);
      }
    }
  }

  /** Adds all rows of a block. */
  void add(Block block) {
    if (tile == null || tileIsDense != block.isDense()) {
      tile = Tile.of(block, scales);
      tileIsDense = block.isDense();
      figures = new Figures(tile.most());
    }
    int[][] groups = new int[block.sensitive().size()][];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = attributes.groupsOf(block.sensitive().get(i));
    }
    for (int first = 0; first < block.rows(); first += tile.most()) {
      int rows = Math.min(tile.most(), block.rows() - first);
      tile.load(block, first, rows);
      tile.margins(point.weights(), figures.margins);
      figures.clearBeyond(rows);
      addLoss(block, first, rows);
      addRates(block, first, rows, groups);
    }
  }

  private void addLoss(Block block, int first, int rows) {
    for (int row = 0; row < rows; row++) {
      int strip = row / Tile.LANES;
      int lane = row % Tile.LANES;
      double weight = block.weights()[first + row];
      double decided = figures.margins[strip][lane];
      double margin = decided + block.offset(first + row);
      int label = block.labels()[first + row];
      double tail = Math.exp(-Math.abs(margin));
      double probability = margin >= 0 ? 1 / (1 + tail) : tail / (1 + tail);
      figures.losses[strip][lane] = Math.max(margin, 0) + Math.log(1 + tail) - label * margin;
      figures.weights[strip][lane] = weight;
      figures.weightedMargins[strip][lane] = weight * decided;
      figures.slopes[strip][lane] = weight * (probability - label);
      figures.curvatures[strip][lane] = weight * probability * (1 - probability);
    }
    Tile.Run all = new Tile.Run(0, rows);
    sum.add(figures.weights, figures.losses, all, totals.loss, FIRST, 0);
    sum.add(figures.weights, figures.ones, all, totals.margins, FIRST, 0);
    sum.add(figures.weightedMargins, figures.ones, all, totals.margins, SECOND, 0);
    sum.add(figures.weightedMargins, figures.margins, all, totals.margins, THIRD, 0);
    tile.addWeighted(figures.slopes, all, totals.gradient, FIRST);
    tile.addOuter(figures.curvatures, totals.hessian);
  }

  private void addRates(Block block, int first, int rows, int[][] groups) {
    for (int from = 0, to; from < rows; from = to) {
      int combination = block.combinations()[first + from];
      int label = block.labels()[first + from];
      to = from + 1;
      while (to < rows
          && block.combinations()[first + to] == combination
          && block.labels()[first + to] == label) {
        to++;
      }
      addRun(block, first, new Tile.Run(from, to), groups[combination]);
    }
    if (totals.bends()) {
      tile.addOuter(figures.bends, totals.rateHessian);
    }
  }

  /** Adds rows of one label and the same groups. */
  private void addRun(Block block, int first, Tile.Run run, int[] groups) {
    int label = block.labels()[first + run.from()];
    int[] cells = new int[groups.length];
    double groupCost = 0;
    for (int i = 0; i < groups.length; i++) {
      cells[i] = 2 * groups[i] + label;
      groupCost += point.cellMultipliers()[cells[i]];
    }
    int[] deciding = {attributes.decidingCell(label)};
    decide(block, first, run);
    if (point.isSmooth()) {
      smooth(run, groupCost, point.cellMultipliers()[deciding[0]]);
    }
    addCells(figures.groupWeights, figures.groupSlopes, run, cells);
    if (point.movesCut()) {
      addCells(figures.decidingWeights, figures.decidingSlopes, run, deciding);
    }
  }

  private void decide(Block block, int first, Tile.Run run) {
    for (int row = run.from(); row < run.to(); row++) {
      int strip = row / Tile.LANES;
      int lane = row % Tile.LANES;
      double probability = Point.sigmoid(figures.margins[strip][lane]);
      figures.selected[strip][lane] = probability >= point.threshold() ? 1 : 0;
      figures.groupWeights[strip][lane] = block.rateWeights()[first + row];
      figures.decidingWeights[strip][lane] = block.deciding()[first + row];
    }
  }

  private void smooth(Tile.Run run, double groupCost, double decidingCost) {
    for (int row = run.from(); row < run.to(); row++) {
      int strip = row / Tile.LANES;
      int lane = row % Tile.LANES;
      double distance = (figures.margins[strip][lane] - point.cut()) / point.width();
      double smoothed = Point.sigmoid(distance);
      double slope = smoothed * (1 - smoothed) / point.width();
      double group = figures.groupWeights[strip][lane];
      double deciding = point.movesCut() ? figures.decidingWeights[strip][lane] : 0;
      double cost = group * groupCost + deciding * decidingCost;
      figures.smooth[strip][lane] = smoothed;
      figures.groupSlopes[strip][lane] = group * slope;
      figures.decidingSlopes[strip][lane] = deciding * slope;
      figures.bends[strip][lane] = cost * slope * (1 - 2 * smoothed) / point.width();
    }
  }

  private void addCells(double[][] weights, double[][] slopes, Tile.Run run, int[] cells) {
    sum.add(weights, figures.ones, run, totals.cellWeights, cells, 0);
    sum.add(weights, figures.selected, run, totals.selected, cells, 0);
    if (point.isSmooth()) {
      sum.add(weights, figures.smooth, run, totals.smooth, cells, 0);
      int[] places = new int[cells.length];
      for (int i = 0; i < cells.length; i++) {
        places[i] = cells[i] * totals.size();
      }
      tile.addWeighted(slopes, run, totals.smoothGradients, places);
    }
  }
}
