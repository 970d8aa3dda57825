package dev.evenhand.card;

import dev.evenhand.lake.table.FigureRow;
import dev.evenhand.lake.table.Measures;
import java.util.ArrayList;
import java.util.List;

/** What each step of the run took, for {@code metrics.energy}; the dataset is the step's name. */
record EnergyRows(dev.evenhand.config.Energy place) {

  List<FigureRow> of(List<StepRun> steps) {
    List<FigureRow> figures = new ArrayList<>();
    for (StepRun step : steps) {
      Energy energy = Energy.of(step.cpuSeconds(), place);
      figures.add(figure(step, Measures.CPU_SECONDS).value(energy.cpuSeconds()));
      figures.add(figure(step, Measures.KWH).value(energy.kwh()));
      figures.add(figure(step, Measures.GRAMS_CO2E).value(energy.gramsCo2e()));
      if (energy.cost() != null) {
        figures.add(figure(step, Measures.COST).value(energy.cost()));
      }
    }
    return figures;
  }

  private static FigureRow figure(StepRun step, String metric) {
    return FigureRow.of(metric).dataset(step.step());
  }
}
