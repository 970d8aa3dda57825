/** What follows of thresholds, from counts by score bin. */
const thresholds = (function () {
  'use strict';

  function sum(numbers) {
    return numbers.reduce((total, number) => total + number, 0);
  }

  function share(part, whole) {
    return whole === 0 ? null : part / whole;
  }

  /** The outcomes of a group that selects from one of its edges on: 0 selects all, the last edge nobody. */
  function outcomes(group, step) {
    const truePositives = sum(group.positives.slice(step));
    const falsePositives = sum(group.negatives.slice(step));
    return {
      truePositives, falsePositives,
      falseNegatives: sum(group.positives) - truePositives,
      trueNegatives: sum(group.negatives) - falsePositives
    };
  }

  function together(all) {
    return {
      truePositives: sum(all.map(each => each.truePositives)), falsePositives: sum(all.map(each => each.falsePositives)),
      falseNegatives: sum(all.map(each => each.falseNegatives)), trueNegatives: sum(all.map(each => each.trueNegatives))
    };
  }

  /** Null where nothing is to divide by. */
  function rates(o) {
    const selected = o.truePositives + o.falsePositives;
    const positives = o.truePositives + o.falseNegatives;
    const negatives = o.falsePositives + o.trueNegatives;
    return {
      rows: positives + negatives, selected,
      selection: share(selected, positives + negatives), truePositive: share(o.truePositives, positives),
      falsePositive: share(o.falsePositives, negatives), precision: share(o.truePositives, selected)
    };
  }

  function value(o, worth) {
    return worth === null ? null : o.truePositives * worth.true_positive + o.falsePositives * worth.false_positive
      + o.falseNegatives * worth.false_negative + o.trueNegatives * worth.true_negative;
  }

  /** The largest difference between two of the numbers; null without two. */
  function gap(numbers) {
    const defined = numbers.filter(number => number !== null);
    return defined.length < 2 ? null : Math.max(...defined) - Math.min(...defined);
  }

  /** The edge that is nearest to a score. */
  function nearest(edges, score) {
    let best = 0;
    edges.forEach((edge, step) => {
      if (Math.abs(edge - score) < Math.abs(edges[best] - score)) {
        best = step;
      }
    });
    return best;
  }

  /** The step at which a figure is best; the highest threshold of several. */
  function best(group, figure) {
    let found = group.edges.length - 1;
    for (let step = found; step >= 0; step--) {
      const here = figure(outcomes(group, step));
      const there = figure(outcomes(group, found));
      if (here !== null && (there === null || here > there)) {
        found = step;
      }
    }
    return found;
  }

  return {outcomes, together, rates, value, gap, nearest, best};
})();
