package io.github.trunkrepro.runtime.report;

import io.github.trunkrepro.runtime.document.Markdown;
import io.github.trunkrepro.runtime.manifest.Baseline;
import io.github.trunkrepro.runtime.manifest.Environment;
import io.github.trunkrepro.runtime.manifest.Interval;
import io.github.trunkrepro.runtime.manifest.Reproducible;
import io.github.trunkrepro.runtime.manifest.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which of a reviewer's questions a run answers, and with what: the machine learning
 * reproducibility checklist (Pineau et al. 2021, Journal of Machine Learning Research 22, version
 * 2.0), and the columns of the paper's table 1. What no file shows is "not done".
 */
public final class ReproducibilityChecklist {
  private static final String NOT_DONE = "not done";

  private final RunFacts facts;
  private final Reproducible run;
  private final Environment environment;
  private final Optional<Spread> spread;

  private ReproducibilityChecklist(RunFacts facts) {
    this.facts = facts;
    this.run = facts.manifest().reproducible();
    this.environment = facts.manifest().environment();
    this.spread = facts.baseline().flatMap(Baseline::spread);
  }

  /** Both tables. */
  public static Markdown of(RunFacts facts) {
    return new ReproducibilityChecklist(facts).document();
  }

  private Markdown document() {
    return new Markdown()
        .heading(1, "Reproducibility of " + facts.artifactId() + " " + facts.version())
        .paragraph("Run " + facts.manifest().identity() + ".")
        .heading(2, "Columns of table 1 of the paper")
        .table(List.of("Column", "Done", "Evidence"), rows(columns()))
        .heading(2, "Machine learning reproducibility checklist")
        .table(List.of("Question", "Done", "Evidence"), rows(questions()));
  }

  /** What was asked, and what answers it; empty where nothing does. */
  private record Item(String asked, Optional<String> evidence) {
    static Item of(String asked, String evidence) {
      return new Item(asked, Optional.of(evidence));
    }

    static Item open(String asked) {
      return new Item(asked, Optional.empty());
    }
  }

  private static List<List<String>> rows(List<Item> items) {
    return items.stream()
        .map(
            item ->
                List.of(
                    item.asked,
                    item.evidence.isPresent() ? "done" : NOT_DONE,
                    item.evidence.orElse("")))
        .toList();
  }

  private List<Item> columns() {
    List<Item> items = new ArrayList<>();
    items.add(new Item("ES (software environment)", software()));
    items.add(
        Item.of(
            "HW (hardware)",
            "manifest.json: platform %s, %d cores, %,d bytes of memory"
                .formatted(
                    environment.platform(), environment.cores(), environment.memoryBytes())));
    items.add(Item.of("Datasets", datasets()));
    items.add(Item.of("Train (end to end)", training()));
    items.add(new Item("SA (sensitivity analysis)", studies()));
    items.add(Item.of("Test", test()));
    items.add(new Item("Doc. (documentation)", readme()));
    items.add(
        facts.baseline().isPresent()
            ? Item.of(
                "CS (case study)",
                "baseline.json: the run was compared with an accepted result on "
                    + platforms(facts.baseline().get()))
            : Item.open("CS (case study)"));
    return items;
  }

  private List<Item> questions() {
    List<Item> items = new ArrayList<>();
    items.add(
        Item.of(
            "Description of the model",
            "recipe.json, architecture.json: layers of %d nodes; tree.json: %d classes"
                .formatted(run.nodes().size(), run.tree().classNames().size())));
    items.add(Item.open("Assumptions"));
    items.add(
        Item.of(
            "Complexity of the algorithm",
            "manifest.json: parameters and multiply-accumulates of each node"));
    items.add(Item.open("Statements and proofs of theoretical claims"));
    items.add(Item.of("Statistics of the data", datasets()));
    items.add(
        Item.of(
            "Training, validation and test split",
            "%d, %d and %d images, by class in manifest.json"
                .formatted(
                    facts.images(count -> count.train()),
                    facts.images(count -> count.validation()),
                    facts.images(count -> count.test()))));
    items.add(
        Item.of(
            "Excluded data and preprocessing",
            "recipe.json: all transforms in their order; nothing else is done to images"));
    items.add(
        new Item(
            "Where the data can be had",
            facts
                .recipe()
                .read()
                .source()
                .official()
                .map(set -> "the official files of " + set.name() + ": mvn trunk:fetch")));
    items.add(Item.open("How new data were collected"));
    items.add(new Item("Dependencies", software()));
    items.add(Item.of("Code for training", "mvn trunk:train" + commit()));
    items.add(Item.of("Code for evaluation", "mvn trunk:infer" + commit()));
    items.add(
        Item.of(
            "Trained models",
            "%d files in nodes/, their digests in manifest.json".formatted(run.nodes().size())));
    items.add(new Item("README with a table of results and their commands", readme()));
    items.add(new Item("Range of hyperparameters, and how they were chosen", studies()));
    items.add(Item.of("All hyperparameters of the result", "recipe.json, seed " + run.seed()));
    items.add(
        spread.isPresent()
            ? Item.of(
                "Number of training and evaluation runs",
                spread.get().runs().size() + " seeds in baseline.json")
            : Item.of(
                "Number of training and evaluation runs", "1; bits: " + environment.bits().how()));
    items.add(
        Item.of(
            "Definition of the measure",
            "share of correctly classified test images, with Wilson's 95 % interval"));
    items.add(new Item("Central tendency and variation", spread.map(Spread::text)));
    items.add(
        Item.of(
            "Runtime or energy",
            "%.1f seconds on this machine, phases from the cache left out; no energy was measured"
                .formatted(environment.seconds())));
    items.add(
        Item.of(
            "Computing infrastructure",
            environment.os() + ", " + environment.java() + ", " + environment.platform()));
    return items;
  }

  private Optional<String> software() {
    boolean known =
        facts.materials().origin().map(origin -> !origin.classPath().isEmpty()).orElse(false);
    if (!known) {
      return Optional.empty();
    }
    return Optional.of(
        "materials.json: %d artifacts of the class path and %d native libraries with SHA-256%s"
            .formatted(
                facts.materials().origin().orElseThrow().classPath().size(),
                facts.materials().natives().size(),
                facts.present().lock() ? "; environment.lock" : ""));
  }

  private String datasets() {
    return "manifest.json: %d files with SHA-256, digest of the images %s, images by class"
        .formatted(run.data().files().size(), run.data().digest().substring(0, 12));
  }

  private String training() {
    return "manifest.json: tree and weights of %d nodes from one training, digests of every epoch"
        .formatted(run.nodes().size());
  }

  private String test() {
    return "manifest.json: accuracy %s, 95 %% interval %s, confusion, accuracy by class%s"
        .formatted(
            run.test().accuracy().text(4),
            Interval.of(run.test().accuracy()).text(4),
            run.testSelectedOn() ? "; epochs were chosen on the test set" : "");
  }

  private Optional<String> readme() {
    return facts.present().readme()
        ? Optional.of("README.md: section of trunk:readme")
        : Optional.empty();
  }

  private Optional<String> studies() {
    return facts.present().studies().isEmpty()
        ? Optional.empty()
        : Optional.of("sensitivity/: " + String.join(", ", facts.present().studies()));
  }

  private String commit() {
    return facts.commit().map(id -> " at commit " + id).orElse("; no clean commit is recorded");
  }

  private static String platforms(Baseline baseline) {
    int known = baseline.platforms().size();
    return known == 1 ? "1 platform" : known + " platforms";
  }
}
