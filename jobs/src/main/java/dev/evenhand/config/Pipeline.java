package dev.evenhand.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A pipeline file: what one pipeline reads, keeps, trains, measures and promises. */
public record Pipeline(
    @Setting(
            value = "The pipeline's name; it stands in every row of the lake.",
            pattern = Checks.NAME)
        String pipeline,
    @Setting("What the pipeline decides, in one line.") String description,
    @Setting(value = "The folder that paths of sources start from.", byDefault = Pipeline.HERE)
        String data,
    @Setting(value = "The folder of the lake, on any Hadoop file system.", byDefault = "lake")
        String lake,
    @Setting(
            value = "Where rows come from, by name; conform's SQL reads them under it.",
            atLeast = 1,
            pattern = Checks.IDENTIFIER)
        Map<String, Source> sources,
    @Setting("From the sources to the canonical tables.") Conform conform,
    @Setting("By what right subjects' data is used.") Consent consent,
    @Setting("What a model may see.") Features features,
    @Setting("Which decisions train and which test.") Split split,
    @Setting("What protects the persons in the training set.") Optional<Privacy> privacy,
    @Setting("How bias in the training data is repaired.") Optional<Rebalance> rebalance,
    @Setting("How scores become decisions.") Decide decide,
    @Setting("What decisions are worth.") Optional<Value> value,
    @Setting(
            value = "The models; the last is the candidate that gates judge, if select says none.",
            atLeast = 1)
        List<Model> train,
    @Setting("Which model becomes the candidate.") Optional<Select> select,
    @Setting("How models are measured.") Evaluate evaluate,
    @Setting("How decisions are told to the people they are about.") Optional<Explain> explain,
    @Setting("What the candidate must keep.") List<Gate> gate,
    @Setting("What the model's card must say.") Card card,
    @Setting("What computing takes where the pipeline runs; the card reckons energy with it.")
        Optional<Energy> energy,
    @Setting(
            value = "How long rows of a table (such as bronze.transactions) are kept.",
            pattern = "[a-z]+\\.[a-z][a-z0-9_]*")
        Map<String, Days> retention,
    @Setting("Which columns of the sources land; absent: those that something uses.")
        Optional<Minimize> minimize) {
  static final String HERE = ".";

  public Pipeline {
    sources = Checks.copy(sources);
    privacy = Checks.copy(privacy);
    rebalance = Checks.copy(rebalance);
    value = Checks.copy(value);
    train = Checks.copy(train);
    select = Checks.copy(select);
    energy = Checks.copy(energy);
    explain = Checks.copy(explain);
    gate = Checks.copy(gate);
    retention = Checks.copy(retention);
    minimize = Checks.copy(minimize);
    new Checks()
        .matches(pipeline, Checks.NAME, "pipeline")
        .that(
            !sources.isEmpty(),
            "sources",
            "sources is empty; one or more is allowed; name where rows come from")
        .that(!train.isEmpty(), "train", "train is empty; one or more is allowed; name a model")
        .distinct(
            train.stream().flatMap(model -> model.variants().stream()).map(Model::name).toList(),
            "train")
        .that(
            select.isPresent() || train.isEmpty() || train.get(train.size() - 1).bounds().isEmpty(),
            "train",
            "the last model has several bounds, and select doesn't say which of them becomes the"
                + " candidate; it is required; add select: {maximize: …, within: …}")
        .done();
  }

  /** Where a source's path leads: from {@code data}, unless it is absolute or a URI. */
  public String location(String path) {
    return location(data, path);
  }

  static String location(String data, String path) {
    if (path.startsWith("/") || path.matches("[a-zA-Z][a-zA-Z0-9+.-]+:.*")) {
      return path;
    }
    return data.endsWith("/") ? data + path : data + "/" + path;
  }

  /** The models to train: one with several bounds is several models. */
  public List<Model> models() {
    return train.stream().flatMap(model -> model.variants().stream()).toList();
  }

  /** The model to train that has this name; empty for a baseline. */
  public Optional<Model> model(String name) {
    return models().stream().filter(model -> model.name().equals(name)).findFirst();
  }

  /** How decisions are told, by the file or as usual. */
  public Explain explaining() {
    return explain.orElseGet(Explain::plain);
  }

  /** The currency of the sales; of the values of decisions where no source has one. */
  public Optional<String> currency() {
    return sources.values().stream()
        .flatMap(source -> source.currency().stream())
        .findFirst()
        .or(() -> value.flatMap(Value::currency));
  }

  /** What is weighed when models are compared. */
  public Frontier frontier() {
    return Frontier.of(this);
  }

  /** Whether columns that nothing uses stay in their source. */
  public boolean isMinimized() {
    return minimize.map(Minimize::keep).orElse(Minimize.Keep.USED) == Minimize.Keep.USED;
  }

  /** The seed of every random draw of a run. */
  public long seed() {
    return split.seed();
  }
}
