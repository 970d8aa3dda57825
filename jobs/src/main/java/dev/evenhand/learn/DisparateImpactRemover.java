package dev.evenhand.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * Gives columns of numbers the same distribution in every group, and keeps the order within each:
 * F'(x) = F_A⁻¹(F_a(x)), F_A⁻¹ the median over groups of their quantile functions. Feldman et al.
 * (2015), "Certifying and removing disparate impact", by AIF360's definition of quantiles and of
 * partial repair: see {@link QuantileRepair}.
 *
 * <p>Up to {@code mostValues} distinct values of a group are learned as they are, of more as many
 * quantiles of them. The group with the fewest distinct values sets the number of quantiles of all;
 * groups with fewer than {@code minGroupRows} rows are repaired without a say in that. Numbers that
 * lack or aren't finite become null; groups that were not seen stay as they are. Needs the
 * sensitive columns to predict, too.
 */
public final class DisparateImpactRemover extends Estimator<DisparateImpactRemoverModel>
    implements RepairParams, MLWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final Repairing repairing;
  private final DoubleParam repairLevel;
  private final IntParam mostValues;
  private final IntParam minGroupRows;

  public DisparateImpactRemover() {
    this(Uids.random("disparateImpactRemover"));
  }

  public DisparateImpactRemover(String uid) {
    this.uid = uid;
    repairing = new Repairing(this);
    repairLevel =
        new DoubleParam(this, "repairLevel", "0 none to 1 full", ParamValidators.inRange(0, 1));
    mostValues =
        new IntParam(
            this, "mostValues", "distinct values of a group kept", ParamValidators.gtEq(2));
    minGroupRows =
        new IntParam(
            this, "minGroupRows", "rows of a group that has a say", ParamValidators.gtEq(1));
    setDefault(repairLevel, 1.0);
    setDefault(mostValues, 10_000);
    setDefault(minGroupRows, 1);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public Repairing repairing() {
    return repairing;
  }

  public DoubleParam repairLevel() {
    return repairLevel;
  }

  public IntParam mostValues() {
    return mostValues;
  }

  public IntParam minGroupRows() {
    return minGroupRows;
  }

  public DisparateImpactRemover setSensitiveCols(String[] value) {
    return (DisparateImpactRemover) set(sensitiveCols(), value);
  }

  public DisparateImpactRemover setInputCols(String[] value) {
    return (DisparateImpactRemover) set(inputCols(), value);
  }

  public DisparateImpactRemover setOutputCols(String[] value) {
    return (DisparateImpactRemover) set(outputCols(), value);
  }

  public DisparateImpactRemover setRepairLevel(double value) {
    return (DisparateImpactRemover) set(repairLevel, value);
  }

  public DisparateImpactRemover setMostValues(int value) {
    return (DisparateImpactRemover) set(mostValues, value);
  }

  public DisparateImpactRemover setMinGroupRows(int value) {
    return (DisparateImpactRemover) set(minGroupRows, value);
  }

  @Override
  public DisparateImpactRemoverModel fit(Dataset<?> dataset) {
    repairing.check(dataset.schema());
    TreeMap<GroupValues.Key, GroupValues.Values> values =
        GroupValues.of(
            dataset,
            DisparateImpactRemoverModel.group(repairing.sensitive()),
            repairing.inputs(),
            (int) $(mostValues));
    List<RepairCurve> curves = new ArrayList<>();
    for (int i = 0; i < repairing.inputs().size(); i++) {
      int column = i;
      TreeMap<GroupValues.Key, GroupValues.Values> ofColumn = new TreeMap<>(values);
      ofColumn.keySet().removeIf(key -> key.column() != column);
      curves.addAll(curves(repairing.inputs().get(i), ofColumn));
    }
    DisparateImpactRemoverModel model = new DisparateImpactRemoverModel(uid, curves);
    copyValues(model, ParamMap.empty());
    return (DisparateImpactRemoverModel) model.setParent(this);
  }

  private List<RepairCurve> curves(String column, Map<GroupValues.Key, GroupValues.Values> values) {
    List<String> groups = new ArrayList<>();
    List<double[]> distinct = new ArrayList<>();
    boolean[] setsTarget = new boolean[values.size()];
    values.forEach(
        (key, of) -> {
          setsTarget[groups.size()] = of.rows() >= (int) $(minGroupRows);
          groups.add(key.group());
          distinct.add(of.values().stream().mapToDouble(Double::doubleValue).toArray());
        });
    List<double[]> repaired = QuantileRepair.of(distinct, setsTarget, (double) $(repairLevel));
    List<RepairCurve> curves = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      curves.add(new RepairCurve(column, groups.get(g), distinct.get(g), repaired.get(g)));
    }
    return curves;
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return repairing.schemaAfter(schema);
  }

  @Override
  public DisparateImpactRemover copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  @Override
  public MLWriter write() {
    return Saved.writer(this);
  }

  /** Reads a saved estimator. */
  public static MLReader<DisparateImpactRemover> read() {
    return Saved.reader(DisparateImpactRemover.class, DisparateImpactRemover::new);
  }
}
