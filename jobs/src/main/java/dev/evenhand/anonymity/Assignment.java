package dev.evenhand.anonymity;

import java.io.Serializable;
import java.util.List;

/** Which class a row falls in. */
sealed interface Assignment extends Serializable permits CutTree, TupleIndex, CoverList {

  /** The number of the class; -1 where there is none. */
  int classOf(Coding.Point point);

  /**
   * The same with other codes.
   *
   * @param classes with those
   */
  Assignment of(HeldValues held, List<EquivalenceClass> classes);
}
