package dev.evenhand.dp;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.evenhand.base.DataProblem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The exact numbers of each group of bounded rows, by Spark: a few a group come to the driver, of
 * so many groups as it can hold. That there are more of them in the data is told without noise.
 */
record ExactTotals(PrivateRequest request, Dataset<Row> bounded, long mostNumbers) {
  /** Exact numbers of all groups together that the driver holds, in arrays: 400 MB of them. */
  private static final long MOST_NUMBERS = 50_000_000;

  private static final Comparator<String> NULLS_FIRST =
      Comparator.nullsFirst(Comparator.naturalOrder());

  ExactTotals(PrivateRequest request, Dataset<Row> bounded) {
    this(request, bounded, MOST_NUMBERS);
  }

  PrivateRelease release(RandomBits bits) {
    Map<List<String>, Row> sums = new HashMap<>();
    int keys = request.by().size();
    held(bounded
            .groupBy(BoundedRows.groups(request).toArray(Column[]::new))
            .agg(Measure.sumOf(BoundedRows.first()), sums()))
        .forEach(row -> sums.put(group(row), row));
    List<Map<List<String>, long[]>> bins = new ArrayList<>();
    for (int i = 0; i < request.measures().size(); i++) {
      bins.add(bins(i));
    }
    List<List<GroupTotals>> totals = new ArrayList<>();
    List<Long> subjects = new ArrayList<>();
    for (List<String> group : groups(sums)) {
      Row row = sums.get(group);
      subjects.add(row == null ? 0 : row.getLong(keys));
      totals.add(totals(group, row, bins));
    }
    return new PrivateRelease(request, bits, totals, subjects);
  }

  private List<Row> held(Dataset<Row> groups) {
    int most = mostGroups();
    List<Row> rows = groups.limit(most + 1).collectAsList();
    if (rows.size() > most) {
      throw new DataProblem(
          ("release: the data have more than %d groups, the most that %d numbers each leave room for;"
                  + " nothing was published. Group by fewer or coarser columns, ask for fewer"
                  + " measures, or give the groups by --keys.")
              .formatted(most, numbersOfAGroup()));
    }
    return rows;
  }

  /** Follows from the request alone. */
  private int mostGroups() {
    return (int) Math.min(PrivateRequest.MOST_KEYS, Math.max(1, mostNumbers / numbersOfAGroup()));
  }

  private long numbersOfAGroup() {
    return 1
        + request.measures().stream().mapToLong(each -> each.bins() + each.numberOfSums()).sum();
  }

  private List<List<String>> groups(Map<List<String>, Row> sums) {
    List<List<String>> groups =
        new ArrayList<>(request.selectsGroups() ? sums.keySet() : request.publicGroups());
    for (int i = request.by().size() - 1; i >= 0; i--) {
      int at = i;
      groups.sort(Comparator.comparing(group -> group.get(at), NULLS_FIRST));
    }
    return groups;
  }

  private List<GroupTotals> totals(
      List<String> group, Row row, List<Map<List<String>, long[]>> bins) {
    List<GroupTotals> all = new ArrayList<>();
    int at = request.by().size() + 1;
    for (int i = 0; i < request.measures().size(); i++) {
      Measure measure = request.measures().get(i);
      long[] sums = new long[measure.numberOfSums()];
      for (int sum = 0; sum < sums.length; sum++) {
        sums[sum] = row == null ? 0 : row.getLong(at);
        at++;
      }
      all.add(
          new GroupTotals(group, sums, bins.get(i).getOrDefault(group, new long[measure.bins()])));
    }
    return all;
  }

  private Column[] sums() {
    return IntStream.range(0, request.measures().size())
        .mapToObj(i -> request.measures().get(i).sums(BoundedRows.whole(i), BoundedRows.first()))
        .flatMap(List::stream)
        .toArray(Column[]::new);
  }

  private Map<List<String>, long[]> bins(int measure) {
    int number = request.measures().get(measure).bins();
    Map<List<String>, long[]> bins = new HashMap<>();
    if (number > 0) {
      List<Column> by = new ArrayList<>(BoundedRows.groups(request));
      Column bin = BoundedRows.whole(measure);
      by.add(bin);
      // One at a time: as rows, tens of millions of them would take far more than the arrays.
      Iterator<Row> rows =
          bounded
              .filter(bin.isNotNull())
              .groupBy(by.toArray(Column[]::new))
              .agg(count(lit(1)))
              .toLocalIterator();
      while (rows.hasNext()) {
        Row row = rows.next();
        long[] counts = bins.computeIfAbsent(group(row), key -> new long[number]);
        counts[(int) row.getLong(by.size() - 1)] = row.getLong(by.size());
      }
    }
    return bins;
  }

  private List<String> group(Row row) {
    return IntStream.range(0, request.by().size())
        .mapToObj(row::getString)
        .collect(Collectors.toCollection(ArrayList::new));
  }
}
