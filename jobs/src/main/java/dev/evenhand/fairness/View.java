package dev.evenhand.fairness;

import java.util.List;
import java.util.Optional;

/**
 * The groups of one attribute or intersection, among all rows or inside one control value.
 *
 * @param control null for all rows
 * @param overall all rows of the view together
 * @param groups in the order of their values
 * @param privileged the values of the reference group, null if none is named
 */
record View(
    List<String> attributes,
    String control,
    Slice overall,
    List<GroupSlice> groups,
    List<String> privileged) {
  Subject subject() {
    return new Subject(Names.of(attributes), null, control, null);
  }

  /** The groups whose figures may be shown and compared. */
  List<GroupSlice> shown() {
    return groups.stream().filter(group -> !group.isWithheld()).toList();
  }

  Optional<GroupSlice> privilegedGroup() {
    return groups.stream().filter(group -> group.values().equals(privileged)).findFirst();
  }

  /** Everyone outside a group; without its ranking, which a sum doesn't give. */
  Slice rest(GroupSlice group) {
    List<Slice> others =
        groups.stream().filter(other -> other != group).map(GroupSlice::slice).toList();
    return new Slice(
        Tally.sum(others.stream().map(Slice::tally).toList()),
        null,
        group.slice().blocks() == null
            ? null
            : Blocks.sum(others.stream().map(Slice::blocks).toList()));
  }
}
