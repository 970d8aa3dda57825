package dev.evenhand.attribution;

import dev.evenhand.base.DataProblem;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be computed: of which model, for whom, against what.
 *
 * @param background null for the training rows that trees remember
 */
record ExactPlan(ModelForm form, Players players, Background background, Scale scale) {

  Attribution contributions() {
    Attribution margins = form instanceof LinearForm linear ? linear(linear) : trees(false);
    return form.link() instanceof Link.Identity
        ? margins
        : new LinkedAttribution(margins, form.link(), players.names().size());
  }

  /** Contributions followed by interactions. */
  Attribution withInteractions() {
    if (form instanceof LinearForm) {
      throw new DataProblem("A linear model has no interactions. Unset interactionsCol.");
    }
    if (!(form.link() instanceof Link.Identity) || ((TreeForm) form).outputs() > 1) {
      throw new DataProblem(
          "interactionsCol needs one output that is a sum of trees: set targetClass, or scale"
              + " margin.");
    }
    return trees(true);
  }

  private Attribution linear(LinearForm linear) {
    if (background.mean().length != linear.features()) {
      throw new DataProblem(
          "The background's vectors have %d entries, the model reads %d."
              .formatted(background.mean().length, linear.features()));
    }
    return new LinearAttribution(linear, background.mean(), players);
  }

  private TreeAttribution trees(boolean hasPairs) {
    TreeForm trees = (TreeForm) form;
    FeatureCuts cuts = trees.cuts();
    int width = players.names().size();
    boolean mayWalk = background == null && !hasPairs;
    List<FlatTree> tabled = new ArrayList<>();
    List<DeepTree> walked = new ArrayList<>();
    long entries = 0;
    for (FlatTree tree : trees.trees()) {
      long more =
          mayWalk ? UnitTables.entries(Units.of(List.of(tree), cuts, players.ofEntry())) : 0;
      if (more <= UnitTables.MOST_OF_A_TREE && entries + more <= UnitTables.MOST_ENTRIES) {
        tabled.add(tree);
        entries += more * trees.outputs();
      } else {
        walked.add(new DeepTree(tree, cuts, players.ofEntry(), width));
      }
    }
    Contributions sums = sums(Units.of(tabled, cuts, players.ofEntry()), trees.outputs(), hasPairs);
    return TreeAttribution.of(trees.features(), cuts, sums, walked);
  }

  private Contributions sums(List<Unit> units, int outputs, boolean hasPairs) {
    if (background != null && background.counts().size() != units.size()) {
      throw new IllegalStateException(
          "Saved by a version that cuts trees otherwise: make it anew from the background rows.");
    }
    List<List<LeafGame>> games = new ArrayList<>();
    for (int u = 0; u < units.size(); u++) {
      List<LeafGame> ofUnit = new ArrayList<>();
      for (LeafPath leaf : units.get(u).leaves()) {
        ofUnit.add(background == null ? new PathDependentLeaf(leaf) : background.game(u, leaf));
      }
      games.add(ofUnit);
    }
    return new Contributions(units, games, outputs, players.names().size(), hasPairs);
  }

  String method() {
    String game =
        background == null
            ? "path-dependent"
            : "interventional, " + background.rows() + " background rows";
    String rescaled = form.link() instanceof Link.Identity ? "" : ", rescaled from the margin";
    return "Shapley values, exact, " + game + ", on the " + scale.word() + rescaled;
  }
}
