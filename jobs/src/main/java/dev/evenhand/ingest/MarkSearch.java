package dev.evenhand.ingest;

import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.api.java.UDF1;
import org.roaringbitmap.longlong.PeekableLongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Whether a place was marked. Places mostly come in rising order, and marks are few: most calls
 * only compare with the next mark.
 */
final class MarkSearch implements UDF1<Long, Boolean> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<Roaring64Bitmap> marks;
  private transient PeekableLongIterator ahead;
  private transient long last;

  MarkSearch(Broadcast<Roaring64Bitmap> marks) {
    this.marks = marks;
  }

  @Override
  public Boolean call(Long place) {
    long wanted = place;
    if (ahead == null || wanted < last) {
      ahead = marks.value().getLongIteratorFrom(wanted);
    }
    last = wanted;
    while (ahead.hasNext() && ahead.peekNext() < wanted) {
      ahead.next();
    }
    return ahead.hasNext() && ahead.peekNext() == wanted;
  }
}
