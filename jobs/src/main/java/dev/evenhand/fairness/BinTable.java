package dev.evenhand.fairness;

import java.util.Arrays;

/**
 * Rows of each label in each bin of scores of one group, where rows have no weights: a hash table
 * of pages of eight neighbouring bins, each page one cache line of counts.
 */
final class BinTable implements ScoreCells {
  private static final long serialVersionUID = 1L;
  private static final int BINS_A_PAGE = 8;
  private static final int PAGE = 2 * BINS_A_PAGE;
  private static final int EMPTY = -1;

  private final int level;
  private int[] pages;
  private int[] counts;
  private int size;

  BinTable(int level) {
    this.level = level;
    allocate(4);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void add(double score, int label, double weight) {
    int bin = Bins.of(score, level);
    int at = PAGE * slot(bin / BINS_A_PAGE) + 2 * (bin % BINS_A_PAGE) + label;
    counts[at]++; // not in one expression: a new slot may replace the array
  }

  void add(int bin, int label, int rows) {
    if (rows > 0) {
      int at = PAGE * slot(bin / BINS_A_PAGE) + 2 * (bin % BINS_A_PAGE) + label;
      counts[at] = Math.addExact(counts[at], rows);
    }
  }

  @Override
  public void merge(ScoreCells other) {
    BinTable table = (BinTable) other;
    for (int i = 0; i < table.pages.length; i++) {
      if (table.pages[i] != EMPTY) {
        int to = PAGE * slot(table.pages[i]);
        for (int j = 0; j < PAGE; j++) {
          counts[to + j] = Math.addExact(counts[to + j], table.counts[PAGE * i + j]);
        }
      }
    }
  }

  @Override
  public ScoreCells at(int coarserLevel) {
    BinTable table = new BinTable(coarserLevel);
    for (int i = 0; i < pages.length; i++) {
      for (int j = 0; pages[i] != EMPTY && j < PAGE; j++) {
        int rows = counts[PAGE * i + j];
        if (rows > 0) {
          int bin = pages[i] * BINS_A_PAGE + j / 2;
          table.add(Bins.coarser(bin, level, coarserLevel), j % 2, rows);
        }
      }
    }
    return table;
  }

  /** Adds the counts to an array with two places, negatives and positives, for each bin. */
  void addTo(double[] all) {
    for (int i = 0; i < pages.length; i++) {
      if (pages[i] != EMPTY) {
        int to = PAGE * pages[i];
        for (int j = 0; j < PAGE && to + j < all.length; j++) {
          all[to + j] += counts[PAGE * i + j];
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
    int[] oldCounts = counts;
    allocate(2 * oldPages.length);
    for (int i = 0; i < oldPages.length; i++) {
      if (oldPages[i] != EMPTY) {
        System.arraycopy(oldCounts, PAGE * i, counts, PAGE * slot(oldPages[i]), PAGE);
      }
    }
  }

  private void allocate(int capacity) {
    pages = new int[capacity];
    Arrays.fill(pages, EMPTY);
    counts = new int[PAGE * capacity];
    size = 0;
  }

  private static int hash(int page) {
    int mixed = page * 0x9E3779B9;
    return mixed ^ mixed >>> 16;
  }
}
