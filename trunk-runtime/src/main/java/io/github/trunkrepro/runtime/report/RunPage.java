package io.github.trunkrepro.runtime.report;

import io.github.trunkrepro.runtime.manifest.DataRecord.ClassCount;
import io.github.trunkrepro.runtime.manifest.DriftReport;
import io.github.trunkrepro.runtime.manifest.Environment;
import io.github.trunkrepro.runtime.manifest.EpochRecord;
import io.github.trunkrepro.runtime.manifest.Evaluation.ClassAccuracy;
import io.github.trunkrepro.runtime.manifest.Interval;
import io.github.trunkrepro.runtime.manifest.Manifest;
import io.github.trunkrepro.runtime.manifest.NodeRecord;
import io.github.trunkrepro.runtime.manifest.PhaseRecord;
import io.github.trunkrepro.runtime.manifest.Reproducible;
import io.github.trunkrepro.runtime.report.HtmlPage.Section;
import io.github.trunkrepro.runtime.tree.NodePath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run's page: every number of its manifest in tables, and charts of the trainings. */
public final class RunPage {
  private final Manifest manifest;
  private final Reproducible run;
  private final Optional<DriftReport> drift;

  private RunPage(Manifest manifest, Optional<DriftReport> drift) {
    this.manifest = manifest;
    this.run = manifest.reproducible();
    this.drift = drift;
  }

  /**
   * Writes the page, one HTML file that needs nothing beside it, whole or not at all.
   *
   * @param project its name
   * @param drift empty for a run without a baseline
   */
  public static void write(String project, Manifest run, Optional<DriftReport> drift, Path file) {
    page(project, run, drift).write(file);
  }

  static HtmlPage page(String project, Manifest run, Optional<DriftReport> drift) {
    return new RunPage(run, drift).page(project);
  }

  /** A phase as the scripts draw it. */
  private record Curve(String label, int bestEpoch, List<Point> epochs) {}

  private record Point(int epoch, double loss, double accuracy) {}

  private HtmlPage page(String project) {
    List<Section> sections =
        List.of(
            new Section("gate", "Gate", gate()),
            new Section("tree", "Tree", Html.join(TreeList.of(run.tree()), nodes())),
            new Section(
                "confusion",
                "Confusion",
                ConfusionTable.of(run.tree().classNames(), run.test().confusion())),
            new Section("classes", "Classes", classes()),
            new Section("curves", "Training", curves()),
            new Section("images", "Data", data()),
            new Section("environment", "Environment", environment()));
    return new HtmlPage(
        "Run of " + project, lead(), sections, Map.of("curves", curvesToDraw()), "run.js");
  }

  private Html lead() {
    Interval interval = Interval.of(run.test().accuracy());
    return Html.join(
        Html.tag("p")
            .of(
                Html.text("Test accuracy "),
                Cells.percent(run.test().accuracy()),
                Html.text(" ("),
                Cells.images(run.test().accuracy()),
                Html.text("; 95 % interval "),
                Cells.range(Cells.percent(interval.low()), Cells.percent(interval.high())),
                Html.text(
                    "), "
                        + Html.count(run.tree().classNames().size(), "class", "classes")
                        + ", "
                        + Html.count(run.tree().nodes().size(), "node", "nodes")
                        + ".")),
        run.testSelectedOn()
            ? Html.tag("p")
                .with("class", "bad")
                .of(
                    "Epochs were chosen by accuracy on the test set, so it tells less than it seems.")
            : Html.NOTHING,
        Html.tag("p")
            .with("class", "muted")
            .of(
                Html.text("Run "),
                Cells.digest(manifest.identity()),
                Html.text(", recipe "),
                Cells.digest(run.recipeDigest()),
                Html.text(", data "),
                Cells.digest(run.data().digest()),
                Html.text(", seed "),
                Html.tag("data")
                    .with("value", Long.toString(run.seed()))
                    .of(Long.toString(run.seed())),
                Html.text(", platform " + manifest.environment().platform() + ".")));
  }

  private Html gate() {
    if (drift.isEmpty()) {
      return Html.tag("p").with("class", "bad").of("There is no baseline to compare with.");
    }
    DriftReport report = drift.get();
    HtmlTable table =
        new HtmlTable("Gate: " + report.gate(), "what", "baseline", "now", "allowed", "verdict");
    report
        .findings()
        .forEach(
            finding ->
                table.row(
                    Html.text(finding.what().strip()),
                    Html.text(finding.baseline()),
                    Html.text(finding.now()),
                    Html.text(finding.allowed()),
                    switch (finding.verdict()) {
                      case OK -> Html.tag("strong").with("class", "good").of("\u2713 ok");
                      case NOTE -> Html.NOTHING;
                      case ACCEPTED -> Html.tag("strong").of("accepted");
                      case DRIFT -> Html.tag("strong").with("class", "bad").of("\u2717 drift");
                    }));
    HtmlTable pairs =
        new HtmlTable(
            "Average softmax likelihoods that crossed the threshold or are near it",
            "pair",
            "node",
            "baseline",
            "now",
            "threshold",
            "crossed");
    report
        .pairs()
        .forEach(
            pair ->
                pairs.row(
                    Html.text(pair.pair()),
                    Html.text(pair.node()),
                    Html.text(pair.baseline()),
                    Html.text(pair.now()),
                    Cells.number(pair.threshold()),
                    Html.text(pair.crossed() ? "yes" : "")));
    List<Html> parts = new ArrayList<>(List.of(table.html()));
    report.causes().forEach(cause -> parts.add(Html.tag("p").of(cause)));
    parts.add(HtmlPage.folded("Pairs at the threshold", pairs.html()));
    return Html.join(parts);
  }

  private String label(NodeRecord node) {
    return NodePath.parse(node.id()).label(run.tree().classNames());
  }

  private Html nodes() {
    HtmlTable table =
        new HtmlTable(
            "Every node and the network that it kept",
            "node",
            "classes",
            "groups",
            "grouping volatility",
            "threshold",
            "parameters",
            "MACs",
            "weights");
    for (NodeRecord node : run.nodes()) {
      table.row(
          Html.text(label(node)),
          Cells.number(node.classes().size()),
          Cells.number(node.groups().size()),
          node.likelihoods()
              .map(asl -> Cells.number(asl.groupingVolatility()))
              .orElse(Html.NOTHING),
          node.likelihoods().map(asl -> Cells.number(asl.threshold())).orElse(Html.NOTHING),
          Cells.number(node.parameters()),
          Cells.number(node.macs()),
          Cells.digest(node.phases().get(node.phases().size() - 1).weightsDigest()));
    }
    return table.html();
  }

  private Html classes() {
    HtmlTable table =
        new HtmlTable(
            "Test accuracy on the images of each class",
            "class",
            "accuracy",
            "correct images",
            "95 % interval");
    for (ClassAccuracy one : run.test().perClass()) {
      Interval interval = Interval.of(one.accuracy());
      table.row(
          Html.text(one.name()),
          Cells.percent(one.accuracy()),
          Cells.images(one.accuracy()),
          Cells.range(Cells.percent(interval.low()), Cells.percent(interval.high())));
    }
    return table.html();
  }

  private List<Curve> curvesToDraw() {
    List<Curve> curves = new ArrayList<>();
    for (NodeRecord node : run.nodes()) {
      for (PhaseRecord phase : node.phases()) {
        curves.add(
            new Curve(
                label(node) + ", " + phase.phase().label() + " phase",
                phase.bestEpoch(),
                phase.epochs().stream()
                    .map(
                        epoch ->
                            new Point(
                                epoch.epoch(),
                                epoch.loss(),
                                epoch.validation().value().doubleValue()))
                    .toList()));
      }
    }
    return curves;
  }

  private Html curves() {
    HtmlTable table =
        new HtmlTable(
            "Every epoch",
            "node",
            "phase",
            "epoch",
            "loss",
            "validation accuracy",
            "correct images",
            "learning rate",
            "kept",
            "weights");
    for (NodeRecord node : run.nodes()) {
      for (PhaseRecord phase : node.phases()) {
        for (EpochRecord epoch : phase.epochs()) {
          table.row(
              Html.text(label(node)),
              Html.text(phase.phase().label()),
              Cells.number(epoch.epoch()),
              Cells.number(epoch.loss()),
              Cells.percent(epoch.validation()),
              Cells.images(epoch.validation()),
              Cells.number(epoch.learningRate()),
              Html.text(epoch.epoch() == phase.bestEpoch() ? "yes" : ""),
              Cells.digest(epoch.weightsDigest()));
        }
      }
    }
    return run.nodes().isEmpty()
        ? Html.NOTHING
        : Html.join(
            HtmlPage.choice("curve", "Phase"),
            HtmlPage.chart("curve-chart", "Loss and validation accuracy over epochs"),
            HtmlPage.folded("All epochs", table.html()));
  }

  private Html data() {
    HtmlTable classes = new HtmlTable("Images", "class", "training", "validation", "test");
    for (ClassCount one : run.data().classes()) {
      classes.row(
          Html.text(one.name()),
          Cells.number(one.train()),
          Cells.number(one.validation()),
          Cells.number(one.test()));
    }
    HtmlTable files = new HtmlTable("Files", "file", "bytes", "SHA-256");
    run.data()
        .files()
        .forEach(
            file ->
                files.row(
                    Html.text(file.name()),
                    Cells.number(file.bytes()),
                    Cells.digest(file.sha256())));
    return Html.join(classes.html(), files.html());
  }

  private Html environment() {
    Environment environment = manifest.environment();
    HtmlTable facts = new HtmlTable("Where, with what and when", "what", "value");
    facts
        .row(Html.text("platform"), Html.text(environment.platform()))
        .row(Html.text("operating system"), Html.text(environment.os()))
        .row(Html.text("Java"), Html.text(environment.java()))
        .row(Html.text("cores"), Cells.number(environment.cores()))
        .row(Html.text("memory (bytes)"), Cells.number(environment.memoryBytes()))
        .row(Html.text("threads"), Cells.number(run.determinism().threads()))
        .row(Html.text("begun"), Html.text(environment.start()))
        .row(Html.text("seconds"), Cells.number(environment.seconds()))
        .row(Html.text("bits"), Html.text(environment.bits().how()))
        .row(Html.text("commit"), Html.text(manifest.provenance().commit().orElse("none")))
        .row(
            Html.text("files that differ from it"),
            Html.text(String.join(", ", manifest.provenance().dirtyFiles())));
    environment.versions().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(version -> facts.row(Html.text(version.getKey()), Html.text(version.getValue())));
    HtmlTable speeds =
        new HtmlTable(
            "Phases that were trained, not taken from the cache",
            "node",
            "phase",
            "images per second",
            "seconds",
            "share of waiting");
    environment
        .speeds()
        .forEach(
            speed ->
                speeds.row(
                    Html.text(NodePath.parse(speed.node()).label(run.tree().classNames())),
                    Html.text(speed.phase().label()),
                    Cells.number(speed.imagesPerSecond()),
                    Cells.number(speed.seconds()),
                    Cells.percent(speed.waitedShare())));
    HtmlTable natives = new HtmlTable("Native libraries", "library", "SHA-256", "from");
    environment
        .natives()
        .forEach(
            library ->
                natives.row(
                    Html.text(library.name()),
                    Cells.digest(library.sha256()),
                    Html.text(library.jar())));
    return Html.join(
        facts.html(), speeds.html(), HtmlPage.folded("Native libraries", natives.html()));
  }
}
