package dev.evenhand.ingest;

import org.apache.spark.util.AccumulatorV2;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * A place of each subject, collected while all rows are read.
 *
 * <p>Subjects are told apart by a 64-bit hash of their pseudonym: two of a million share it with a
 * chance of 3 in 100 million. Which place of a subject is kept does not matter, nor if a task runs
 * twice. Beyond {@link #MOST} subjects none are kept.
 */
final class FirstPlaces extends AccumulatorV2<FirstPlaces.Sighting, Roaring64Bitmap> {
  private static final long serialVersionUID = 1L;
  private static final int MOST = 2_000_000;

  private LongTable places = new LongTable();
  private boolean isOverflown;
  private long latest;

  /** Where a subject was seen. */
  record Sighting(long subject, long place) {}

  boolean isOverflown() {
    return isOverflown;
  }

  void add(long subject, long place) {
    if (isOverflown || (subject == latest && subject != 0)) {
      return; // the lines of an order follow each other
    }
    latest = subject;
    places.putIfAbsent(subject, place);
    keepSmall();
  }

  @Override
  public void add(Sighting sighting) {
    add(sighting.subject(), sighting.place());
  }

  @Override
  public boolean isZero() {
    return places.size() == 0 && !isOverflown;
  }

  @Override
  public FirstPlaces copy() {
    FirstPlaces copy = new FirstPlaces();
    copy.merge(this);
    return copy;
  }

  @Override
  public void reset() {
    places = new LongTable();
    isOverflown = false;
    latest = 0;
  }

  @Override
  public void merge(AccumulatorV2<Sighting, Roaring64Bitmap> other) {
    FirstPlaces others = (FirstPlaces) other;
    isOverflown |= others.isOverflown;
    places.putAllIfAbsent(others.places);
    keepSmall();
  }

  /** The places alone. */
  @Override
  public Roaring64Bitmap value() {
    Roaring64Bitmap all = new Roaring64Bitmap();
    places.forEachValue(all::addLong);
    return all;
  }

  private void keepSmall() {
    if (isOverflown || places.size() > MOST) {
      isOverflown = true;
      places = new LongTable();
    }
  }
}
