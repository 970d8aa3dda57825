package dev.evenhand.fairness;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The groups of one attribute or intersection, among all rows or inside one control value.
 *
 * @param control null for all rows
 * @param overall all rows of the view together
 * @param disclosure what may be told of all rows
 * @param groups in the order of their values
 * @param compared the groups that are compared with each other; see {@link #with}
 * @param privileged the values of the reference group, null if none is named
 */
record View(
    List<String> attributes,
    String control,
    Slice overall,
    Disclosure disclosure,
    List<GroupSlice> groups,
    List<GroupSlice> compared,
    List<String> privileged) {

  /** A view of which everything may be told. */
  static View of(
      List<String> attributes,
      String control,
      Slice overall,
      List<GroupSlice> groups,
      List<String> privileged) {
    return new View(attributes, control, overall, Disclosure.ALL, groups, groups, privileged);
  }

  /**
   * The same of other rows, or with other disclosures. Where a large group is withheld beside small
   * ones, all that are withheld are compared as one group: it is what is left of all rows anyway.
   */
  View with(Slice all, Disclosure ofAll, List<GroupSlice> groups) {
    List<GroupSlice> compared = new ArrayList<>();
    List<GroupSlice> withheld = new ArrayList<>();
    groups.forEach(group -> (group.isWithheld() ? withheld : compared).add(group));
    if (!compared.isEmpty() && withheld.stream().anyMatch(GroupSlice::isBeside)) {
      compared.add(new GroupSlice(List.of(), sum(withheld), Disclosure.ALL));
    }
    return new View(attributes, control, all, ofAll, groups, List.copyOf(compared), privileged);
  }

  Subject subject() {
    return new Subject(Names.of(attributes), null, control, null);
  }

  /** The groups whose figures may be shown. */
  List<GroupSlice> shown() {
    return groups.stream().filter(group -> !group.isWithheld()).toList();
  }

  /** Those by this metric: no sums tell how several groups together are ranked, or which is one. */
  List<GroupSlice> compared(GroupMetric metric) {
    return metric instanceof RankMetric || metric instanceof Total ? shown() : compared;
  }

  Optional<GroupSlice> privilegedGroup() {
    return groups.stream().filter(group -> group.values().equals(privileged)).findFirst();
  }

  /** Everyone outside a group; without its ranking, which a sum doesn't give. */
  Slice rest(GroupSlice group) {
    return sum(groups.stream().filter(other -> other != group).toList());
  }

  private static Slice sum(List<GroupSlice> some) {
    boolean hasBlocks = !some.isEmpty() && some.get(0).slice().blocks() != null;
    return new Slice(
        Tally.sum(some.stream().map(group -> group.slice().tally()).toList()),
        null,
        hasBlocks ? Blocks.sum(some.stream().map(group -> group.slice().blocks()).toList()) : null);
  }
}
