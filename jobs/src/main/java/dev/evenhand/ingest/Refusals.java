package dev.evenhand.ingest;

import org.apache.spark.util.AccumulatorV2;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * How many rows were read and how many of them refused, and the places of these: about two bytes
 * each, collected while all rows are read.
 *
 * <p>Beyond {@link #MOST} refused rows no places are kept.
 */
final class Refusals extends AccumulatorV2<Refusals.Verdict, Roaring64Bitmap> {
  private static final long serialVersionUID = 1L;
  private static final long MOST = 20_000_000;

  private Roaring64Bitmap places = new Roaring64Bitmap();
  private long read;
  private long refused;

  /** What became of the row in a place; the place is null where rows have none. */
  record Verdict(boolean isAccepted, Long place) {}

  long read() {
    return read;
  }

  long refused() {
    return refused;
  }

  boolean isOverflown() {
    return refused > MOST;
  }

  void add(boolean isAccepted, Long place) {
    read++;
    if (!isAccepted) {
      refused++;
      if (place != null) {
        places.addLong(place);
      }
      keepSmall();
    }
  }

  @Override
  public void add(Verdict verdict) {
    add(verdict.isAccepted(), verdict.place());
  }

  @Override
  public boolean isZero() {
    return read == 0;
  }

  @Override
  public Refusals copy() {
    Refusals copy = new Refusals();
    copy.merge(this);
    return copy;
  }

  @Override
  public void reset() {
    places = new Roaring64Bitmap();
    read = 0;
    refused = 0;
  }

  @Override
  public void merge(AccumulatorV2<Verdict, Roaring64Bitmap> other) {
    Refusals others = (Refusals) other;
    read += others.read;
    refused += others.refused;
    places.or(others.places);
    keepSmall();
  }

  /** The places alone. */
  @Override
  public Roaring64Bitmap value() {
    return places;
  }

  private void keepSmall() {
    if (isOverflown()) {
      places = new Roaring64Bitmap();
    }
  }
}
