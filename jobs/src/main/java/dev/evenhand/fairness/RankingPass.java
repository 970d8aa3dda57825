package dev.evenhand.fairness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Adds up the rankings of one task, whose rows lie list by list and the largest score first. A list
 * is held as a number and a group for each of its rows.
 *
 * @param attributes how many group columns the key holds
 * @param sets the attributes of each division into groups, as places in the key
 * @param privileged of each division, the group that others are compared with; empty if none
 */
record RankingPass(
    List<String> attributes,
    List<List<String>> sets,
    List<List<String>> privileged,
    List<Integer> top)
    implements FlatMapFunction<Iterator<InternalRow>, RankingSums> {
  static final int LIST = 0;
  static final int SCORE = 1;
  static final int KEY = 2;

  static final String COUNT = "count";
  static final String EXPOSURE = "exposure";
  static final String SELECTION = "selection_rate_at_";
  static final String SKEW = "skew_at_";
  static final String NDKL = "ndkl";
  static final String EXPECTED = "expected_at_";
  static final String GAP = "gap_of_";

  @Override
  public Iterator<RankingSums> call(Iterator<InternalRow> rows) {
    RankingSums sums = new RankingSums();
    UTF8String list = null;
    double[] scores = new double[16];
    int[] groups = new int[16];
    Map<UnsafeRow, Integer> places = new HashMap<>();
    int size = 0;
    while (rows.hasNext()) {
      InternalRow row = rows.next();
      if (row.isNullAt(LIST) || row.isNullAt(SCORE) || !Double.isFinite(row.getDouble(SCORE))) {
        sums.refuse();
        continue;
      }
      UTF8String next = row.getUTF8String(LIST);
      if (!next.equals(list)) {
        add(sums, places, groups, scores, size);
        list = next.copy();
        places.clear();
        size = 0;
      }
      if (size == scores.length) {
        scores = Arrays.copyOf(scores, 2 * size);
        groups = Arrays.copyOf(groups, 2 * size);
      }
      UnsafeRow key = (UnsafeRow) row.getStruct(KEY, attributes.size());
      Integer place = places.get(key);
      if (place == null) {
        place = places.size();
        places.put(key.copy(), place);
      }
      groups[size] = place;
      scores[size++] = row.getDouble(SCORE);
    }
    add(sums, places, groups, scores, size);
    return List.of(sums).iterator();
  }

  private void add(
      RankingSums sums, Map<UnsafeRow, Integer> places, int[] groups, double[] scores, int size) {
    if (size == 0) {
      return;
    }
    sums.count(size);
    for (int set = 0; set < sets.size(); set++) {
      Map<List<String>, Integer> numbers = new HashMap<>();
      int[] targets = new int[places.size()];
      for (Map.Entry<UnsafeRow, Integer> place : places.entrySet()) {
        List<String> values = new ArrayList<>();
        for (String attribute : sets.get(set)) {
          values.add(place.getKey().getUTF8String(attributes.indexOf(attribute)).toString());
        }
        Integer number = numbers.get(values);
        targets[place.getValue()] = number == null ? numbers.size() : number;
        numbers.putIfAbsent(values, numbers.size());
      }
      int[] own = new int[size];
      for (int i = 0; i < size; i++) {
        own[i] = targets[groups[i]];
      }
      RankedList ranked = new RankedList(own, scores, numbers.size(), top);
      add(sums, set, numbers, ranked, size);
    }
  }

  private void add(
      RankingSums sums, int set, Map<List<String>, Integer> numbers, RankedList ranked, int size) {
    sums.group(sets.get(set), List.of()).add(NDKL, ranked.ndkl());
    Integer reference = numbers.get(privileged.get(set));
    numbers.forEach(
        (values, number) -> {
          RankingSums.Group group = sums.group(sets.get(set), values);
          group.total(COUNT, ranked.rows(number));
          add(group, EXPOSURE, ranked.exposure(number), reference, ranked::exposure);
          for (int k = 0; k < top.size(); k++) {
            int at = k;
            add(
                group,
                SELECTION + top.get(k),
                ranked.inTop(k, number) / ranked.rows(number),
                reference,
                other -> ranked.inTop(at, other) / ranked.rows(other));
            group.total(SKEW + top.get(k), ranked.inTop(k, number));
            group.total(
                EXPECTED + top.get(k), Math.min(size, top.get(k)) * ranked.rows(number) / size);
          }
        });
  }

  private static void add(
      RankingSums.Group group,
      String name,
      double value,
      Integer reference,
      IntToDoubleFunction valueOf) {
    group.add(name, value);
    if (reference != null) {
      group.add(GAP + name, value - valueOf.applyAsDouble(reference));
    }
  }
}
