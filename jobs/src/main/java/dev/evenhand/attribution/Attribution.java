package dev.evenhand.attribution;

import java.io.Serializable;
import org.apache.spark.ml.linalg.Vector;

/** A model made ready to be explained: contributions of players to each output, by row. */
interface Attribution extends Serializable {
  /** Entries of the vector that it explains. */
  int features();

  /** What each output is expected to be when nobody is known. */
  double[] base();

  /** Contributions at output · players + player, and behind them what else was asked for. */
  double[] of(Vector row);
}
