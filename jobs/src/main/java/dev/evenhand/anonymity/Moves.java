package dev.evenhand.anonymity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Moves of tuples between classes, each one to where it costs least; whole classes go where their
 * tuples cost less elsewhere, and large ones are cut in two.
 */
final class Moves {
  private final Boxes boxes;

  Moves(Boxes boxes) {
    this.boxes = boxes;
  }

  /** Finds a class for those that have none; together they make one where no class takes them. */
  void place(int[] left) {
    List<Integer> homeless = new ArrayList<>();
    for (int place : left) {
      int best = cheapest(place, Double.POSITIVE_INFINITY);
      if (best == Boxes.NONE) {
        homeless.add(place);
      } else {
        boxes.move(place, best);
      }
    }
    if (homeless.isEmpty()) {
      return;
    }
    int own = boxes.open();
    homeless.forEach(place -> boxes.move(place, own));
    int next = nearest(own);
    while (!boxes.passes(own) && next != Boxes.NONE) {
      boxes.unite(next, own);
      next = nearest(own);
    }
  }

  private int nearest(int own) {
    int best = Boxes.NONE;
    double least = Double.POSITIVE_INFINITY;
    for (int at = 0; at < boxes.size(); at++) {
      if (at != own && !boxes.isEmpty(at)) {
        double add = boxes.lossOfUnion(own, at);
        if (add < least) {
          least = add;
          best = at;
        }
      }
    }
    return best;
  }

  /** Moves whatever gains by it, once; whether anything did. */
  boolean improve() {
    boolean improved = false;
    for (int place = 0; place < boxes.places(); place++) {
      double gain = boxes.gainWithout(boxes.classOf(place), place);
      int best = gain > 0 ? cheapest(place, gain - 1e-9) : Boxes.NONE;
      if (best != Boxes.NONE) {
        boxes.move(place, best);
        improved = true;
      }
    }
    return improved;
  }

  /** Gives up the classes whose tuples, each by itself, lose less in others; whether any did. */
  boolean dissolve() {
    boolean improved = false;
    for (int at = 0; at < boxes.size(); at++) {
      double left = boxes.cost(at) - 1e-9;
      int[] places = left > 0 ? boxes.placesOf(at) : new int[0];
      int[] into = new int[places.length];
      for (int i = 0; i < places.length && left > 0; i++) {
        into[i] = cheapest(places[i], left);
        left = into[i] == Boxes.NONE ? 0 : left - boxes.lossWith(into[i], places[i], left);
      }
      if (left > 0 && places.length > 0) {
        improved |= moveAll(places, at, into);
      }
    }
    return improved;
  }

  /**
   * Moves them unless several that go to one class lose more than each by itself, or may not be
   * there together.
   */
  private boolean moveAll(int[] places, int from, int[] into) {
    double before = boxes.loss();
    for (int i = 0; i < places.length; i++) {
      boxes.move(places[i], into[i]);
    }
    boolean isBetter = boxes.loss() < before - 1e-9 && Arrays.stream(into).allMatch(boxes::passes);
    for (int i = 0; i < places.length && !isBetter; i++) {
      boxes.move(places[i], from);
    }
    return isBetter;
  }

  /** The class that loses least by taking the tuple, less than {@code most}. */
  private int cheapest(int place, double most) {
    int best = Boxes.NONE;
    double least = most;
    for (int at = 0; at < boxes.size(); at++) {
      if (at != boxes.classOf(place) && !boxes.isEmpty(at)) {
        double add = boxes.lossWith(at, place, least);
        if (add < least && boxes.passesWith(at, place)) {
          least = add;
          best = at;
        }
      }
    }
    return best;
  }
}
