package dev.evenhand.report;

import dev.evenhand.base.DataProblem;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.SmallRows;
import dev.evenhand.lake.table.Cells;
import dev.evenhand.lake.table.Models;
import dev.evenhand.report.WhatIf.Attribute;
import dev.evenhand.report.WhatIf.Group;
import dev.evenhand.report.WhatIf.Threshold;
import dev.evenhand.report.WhatIf.Worth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/** The score cells of a pipeline's newest run that has any. */
record CellReader(Lake lake) {
  private static final double POSITIVE = 1;

  /** The cells that a page shows together. */
  private record Part(String model, String split, String attribute) {}

  WhatIf of(PipelineView pipeline) {
    return pipeline.runs().stream()
        .filter(run -> !run.models().isEmpty())
        .map(run -> of(pipeline.name(), run))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(WhatIf.none());
  }

  private Optional<WhatIf> of(String pipeline, RunView run) {
    Column isOfScores = Cells.SCORE_LOW.column().isNotNull().and(Cells.MIN_N.column().isNotNull());
    List<Row> cells =
        SmallRows.sorted(
            lake.readRun(Cells.CONTRACT, new RunScope(pipeline, run.id())).filter(isOfScores),
            Cells.MODEL.column(),
            Cells.SPLIT.column(),
            Cells.ATTRIBUTE.column(),
            Cells.GROUP_VALUE.column().asc_nulls_last(),
            Cells.SCORE_LOW.column(),
            Cells.LABEL.column());
    if (cells.isEmpty()) {
      return Optional.empty();
    }
    long minimum = cells.get(0).<Long>getAs(Cells.MIN_N.name());
    List<Attribute> attributes = attributes(cells);
    attributes.forEach(attribute -> require(attribute, minimum));
    return Optional.of(new WhatIf(run.id(), minimum, worth(cells), models(run), attributes));
  }

  private static List<Threshold> models(RunView run) {
    return run.models().stream()
        .map(
            model ->
                new Threshold(
                    model.name(), model.threshold(), !model.status().equals(Models.REFERENCE)))
        .toList();
  }

  private static List<Attribute> attributes(List<Row> cells) {
    Map<Part, Map<Optional<String>, List<Row>>> parts = new LinkedHashMap<>();
    for (Row cell : cells) {
      parts
          .computeIfAbsent(
              new Part(
                  cell.getAs(Cells.MODEL.name()),
                  cell.getAs(Cells.SPLIT.name()),
                  cell.getAs(Cells.ATTRIBUTE.name())),
              part -> new LinkedHashMap<>())
          .computeIfAbsent(
              Optional.ofNullable(cell.getAs(Cells.GROUP_VALUE.name())), group -> new ArrayList<>())
          .add(cell);
    }
    List<Attribute> attributes = new ArrayList<>();
    parts.forEach(
        (part, groups) ->
            attributes.add(
                new Attribute(
                    part.model(),
                    part.split(),
                    part.attribute(),
                    groups.entrySet().stream()
                        .map(group -> group(group.getKey().orElse(null), group.getValue()))
                        .toList())));
    return List.copyOf(attributes);
  }

  /** From rows by score, of each bin label 0 before label 1. */
  private static Group group(String name, List<Row> cells) {
    List<Double> edges = new ArrayList<>();
    List<Long> positives = new ArrayList<>();
    List<Long> negatives = new ArrayList<>();
    for (Row cell : cells) {
      Long rows = cell.getAs(Cells.N.name());
      if (cell.<Double>getAs(Cells.LABEL.name()) == POSITIVE) {
        positives.add(rows);
      } else {
        negatives.add(rows);
        edges.add(cell.getAs(Cells.SCORE_LOW.name()));
      }
    }
    edges.add(cells.get(cells.size() - 1).getAs(Cells.SCORE_HIGH.name()));
    return new Group(name, List.copyOf(edges), List.copyOf(positives), List.copyOf(negatives));
  }

  /** Whoever wrote the cells merged them; a page is never made of smaller ones. */
  private static void require(Attribute attribute, long minimum) {
    for (Group group : attribute.groups()) {
      boolean isWhole = group.positives().size() == group.negatives().size();
      for (int bin = 0; isWhole && bin < group.positives().size(); bin++) {
        isWhole = group.rows(bin) >= minimum;
      }
      if (!isWhole) {
        throw new DataProblem(
            "metrics.cells: attribute %s of model %s has a score bin that lacks a label or has fewer than %d rows, so no page is made of it. Write the table again with 'evenhand evaluate'."
                .formatted(attribute.attribute(), attribute.model(), minimum));
      }
    }
  }

  /** Every cell says what its decisions are worth, so those of any bin do. */
  private static Worth worth(List<Row> cells) {
    Row negative = cells.get(0);
    Row positive = cells.get(1);
    if (negative.isNullAt(negative.fieldIndex(Cells.VALUE_IF_SELECTED.name()))) {
      return null;
    }
    return new Worth(
        positive.<Double>getAs(Cells.VALUE_IF_SELECTED.name()),
        negative.<Double>getAs(Cells.VALUE_IF_SELECTED.name()),
        positive.<Double>getAs(Cells.VALUE_IF_NOT.name()),
        negative.<Double>getAs(Cells.VALUE_IF_NOT.name()),
        negative.getAs(Cells.CURRENCY.name()));
  }
}
