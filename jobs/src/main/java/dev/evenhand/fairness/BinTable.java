package dev.evenhand.fairness;

import java.util.Arrays;

/**
 * Rows of each label in each bin of scores of one group, where rows have no weights: a hash table
 * of pages of neighbouring bins.
 *
 * <p>A pass over many rows reaches into many such tables by turns, so a count takes one byte, and
 * its higher digits lie apart, in an array that a table has only once a count needs it. Pages are
 * large, so that those there are can be found without leaving the processor's cache.
 */
final class BinTable implements ScoreCells {
  private static final long serialVersionUID = 1L;
  private static final int BINS_A_PAGE = 32;
  private static final int PAGE = 2 * BINS_A_PAGE;
  private static final int EMPTY = -1;
  private static final int DIGIT = 1 << Byte.SIZE;

  private final int level;
  private int[] pages;
  private byte[] counts;
  private int[] carries;
  private int size;

  BinTable(int level) {
    this.level = level;
    allocate(4, false);
  }

  /** Pages in use. */
  @Override
  public int size() {
    return size;
  }

  @Override
  public void add(double score, int label, double weight) {
    int bin = Bins.of(score, level);
    int at = PAGE * slot(bin / BINS_A_PAGE) + 2 * (bin % BINS_A_PAGE) + label;
    if (++counts[at] == 0) {
      carry(at, 1);
    }
  }

  void add(int bin, int label, int rows) {
    if (rows > 0) {
      add(PAGE * slot(bin / BINS_A_PAGE) + 2 * (bin % BINS_A_PAGE) + label, rows);
    }
  }

  private void add(int at, int rows) {
    int sum = Math.addExact(rows, counts[at] & DIGIT - 1);
    counts[at] = (byte) sum;
    if (sum >= DIGIT) {
      carry(at, sum / DIGIT);
    }
  }

  private void carry(int at, int more) {
    if (carries == null) {
      carries = new int[counts.length];
    }
    carries[at] = Math.addExact(carries[at], more);
  }

  private int count(int at) {
    int low = counts[at] & DIGIT - 1;
    return carries == null ? low : Math.addExact(low, Math.multiplyExact(carries[at], DIGIT));
  }

  @Override
  public void merge(ScoreCells other) {
    BinTable table = (BinTable) other;
    for (int i = 0; i < table.pages.length; i++) {
      if (table.pages[i] != EMPTY) {
        int to = PAGE * slot(table.pages[i]);
        for (int j = 0; j < PAGE; j++) {
          add(to + j, table.count(PAGE * i + j));
        }
      }
    }
  }

  @Override
  public ScoreCells at(int coarserLevel) {
    BinTable table = new BinTable(coarserLevel);
    for (int i = 0; i < pages.length; i++) {
      for (int j = 0; pages[i] != EMPTY && j < PAGE; j++) {
        int rows = count(PAGE * i + j);
        if (rows > 0) {
          int bin = pages[i] * BINS_A_PAGE + j / 2;
          table.add(Bins.coarser(bin, level, coarserLevel), j % 2, rows);
        }
      }
    }
    return table;
  }

  @Override
  public void addTo(double[] all) {
    for (int i = 0; i < pages.length; i++) {
      if (pages[i] != EMPTY) {
        int to = PAGE * pages[i];
        for (int j = 0; j < PAGE && to + j < all.length; j++) {
          all[to + j] += count(PAGE * i + j);
        }
      }
    }
  }

  private int slot(int page) {
    int mask = pages.length - 1;
    int at = hash(page) & mask;
    while (pages[at] != page) {
      if (pages[at] == EMPTY) {
        return insert(page, at);
      }
      at = at + 1 & mask;
    }
    return at;
  }

  private int insert(int page, int at) {
    if (4 * (size + 1) > 3 * pages.length) {
      grow();
      return slot(page);
    }
    pages[at] = page;
    size++;
    return at;
  }

  private void grow() {
    int[] oldPages = pages;
    byte[] oldCounts = counts;
    int[] oldCarries = carries;
    allocate(2 * oldPages.length, oldCarries != null);
    for (int i = 0; i < oldPages.length; i++) {
      if (oldPages[i] != EMPTY) {
        int to = PAGE * slot(oldPages[i]);
        System.arraycopy(oldCounts, PAGE * i, counts, to, PAGE);
        if (oldCarries != null) {
          System.arraycopy(oldCarries, PAGE * i, carries, to, PAGE);
        }
      }
    }
  }

  private void allocate(int capacity, boolean hasCarries) {
    pages = new int[capacity];
    Arrays.fill(pages, EMPTY);
    counts = new byte[PAGE * capacity];
    carries = hasCarries ? new int[PAGE * capacity] : null;
    size = 0;
  }

  private static int hash(int page) {
    int mixed = page * 0x9E3779B9;
    return mixed ^ mixed >>> 16;
  }
}
