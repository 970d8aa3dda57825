package dev.evenhand.ingest;

import org.apache.spark.util.AccumulatorV2;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Places of rows that must be looked at once more, collected while all rows are read: about two
 * bytes each.
 *
 * <p>A place too many does no harm, so it does not matter if a task runs twice. Beyond {@link
 * #MOST} places none are kept, and the second look is at everything.
 */
final class Marks extends AccumulatorV2<Long, Roaring64Bitmap> {
  private static final long serialVersionUID = 1L;
  private static final long MOST = 20_000_000;

  private Roaring64Bitmap places = new Roaring64Bitmap();
  private long added;

  boolean isOverflown() {
    return added > MOST;
  }

  @Override
  public boolean isZero() {
    return added == 0;
  }

  @Override
  public Marks copy() {
    Marks copy = new Marks();
    copy.merge(this);
    return copy;
  }

  @Override
  public void reset() {
    places = new Roaring64Bitmap();
    added = 0;
  }

  @Override
  public void add(Long place) {
    added++;
    if (isOverflown()) {
      places = new Roaring64Bitmap();
    } else {
      places.addLong(place);
    }
  }

  @Override
  public void merge(AccumulatorV2<Long, Roaring64Bitmap> other) {
    Marks others = (Marks) other;
    added += others.added;
    if (isOverflown()) {
      places = new Roaring64Bitmap();
    } else {
      places.or(others.places);
    }
  }

  @Override
  public Roaring64Bitmap value() {
    return places;
  }
}
