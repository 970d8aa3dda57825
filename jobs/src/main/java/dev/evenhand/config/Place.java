package dev.evenhand.config;

import org.yaml.snakeyaml.error.Mark;

/** A line and column of the pipeline file, both from 1. */
record Place(int line, int column) implements Comparable<Place> {
  static final Place START = new Place(1, 1);

  static Place of(Mark mark) {
    return new Place(mark.getLine() + 1, mark.getColumn() + 1);
  }

  @Override
  public int compareTo(Place other) {
    return line != other.line
        ? Integer.compare(line, other.line)
        : Integer.compare(column, other.column);
  }

  @Override
  public String toString() {
    return line + ":" + column;
  }
}
