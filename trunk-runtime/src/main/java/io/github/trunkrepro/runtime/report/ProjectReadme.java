package io.github.trunkrepro.runtime.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.trunkrepro.runtime.document.Markdown;
import io.github.trunkrepro.runtime.manifest.Architecture;
import io.github.trunkrepro.runtime.manifest.Architecture.LayerRow;
import io.github.trunkrepro.runtime.manifest.Architecture.NodeLayers;
import io.github.trunkrepro.runtime.manifest.Baseline;
import io.github.trunkrepro.runtime.manifest.BaselinePlatform;
import io.github.trunkrepro.runtime.manifest.Interval;
import io.github.trunkrepro.runtime.recipe.RecipeFile;
import io.github.trunkrepro.runtime.tree.NodePath;
import io.github.trunkrepro.runtime.tree.TreeNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a project's README and its architecture page say of the experiment, in the order that the
 * paper recommends (section 4.7: summary, environment, train, evaluate, results). It follows from
 * the recipe, the accepted baseline and the architecture alone, so that it is the same on every
 * machine.
 */
public final class ProjectReadme {
  private static final int COLUMNS = 90;
  private static final int DIGEST_DIGITS = 12;

  private final Project project;
  private final RecipeFile recipe;
  private final Baseline baseline;
  private final Architecture architecture;

  /**
   * What the build knows of the project.
   *
   * @param name of the project
   * @param description what it says of itself; empty where it says nothing
   * @param recipeFile the recipe, relative to the project
   * @param dependencies declared ones, {@code groupId:artifactId:version}
   * @param fetched whether the data set is one that {@code trunk:fetch} gets
   * @param locked whether there is a lock of the environment
   */
  public record Project(
      String name,
      Optional<String> description,
      String recipeFile,
      List<String> dependencies,
      boolean fetched,
      boolean locked) {

    /** A project with a copy of the list. */
    public Project {
      dependencies = List.copyOf(dependencies);
    }
  }

  /** The texts of a project; what it is made of must be of one recipe. */
  public ProjectReadme(
      Project project, RecipeFile recipe, Baseline baseline, Architecture architecture) {
    this.project = project;
    this.recipe = recipe;
    this.baseline = baseline;
    this.architecture = architecture;
  }

  /**
   * The README's section.
   *
   * @param architecturePage address of the other page, relative to the README
   */
  public String readme(String architecturePage) {
    Markdown text = new Markdown();
    summary(text, architecturePage);
    environment(text);
    train(text);
    evaluate(text);
    results(text);
    return text.text();
  }

  private void summary(Markdown text, String architecturePage) {
    text.heading(2, "Summary");
    project.description().ifPresent(text::paragraph);
    text.paragraph(
            "%s trains a TRUNK tree: a root network sorts an image into a supergroup of classes that look alike, whose own network sorts further. %d classes, %d nodes, depth %d, %,d parameters; test accuracy %s on %d images."
                .formatted(
                    project.name(),
                    baseline.tree().classNames().size(),
                    architecture.nodes().size(),
                    baseline.tree().depth(),
                    parameters(architecture.nodes()),
                    baseline.accuracy().text(4),
                    baseline.accuracy().images()))
        .block("Tree, layers and sizes: [architecture](" + architecturePage + ").");
  }

  private void environment(Markdown text) {
    text.heading(2, "Environment")
        .paragraph(
            "Java 17 or later and Maven 3.8.1 or later. Maven resolves what the pom declares:")
        .list(project.dependencies())
        .fenced("sh", "mvn trunk:verify-env");
    if (project.locked()) {
      text.paragraph("compares machine, engine and dependencies with what is declared and locked.");
    } else {
      text.paragraph("compares machine, engine and dependencies with what is declared.");
    }
  }

  private void train(Markdown text) {
    text.heading(2, "Train")
        .fenced("sh", (project.fetched() ? "mvn trunk:fetch\n" : "") + "mvn trunk:train")
        .paragraph(
            "trains what %s declares and compares it with the accepted baseline: bit for bit on a platform that it knows, within +/- %s of its test accuracy and with the same tree on any other."
                .formatted(project.recipeFile(), baseline.tolerance().toPlainString()))
        .table(
            List.of("Setting", "Value"),
            List.of(
                List.of("seed", recipe.recipe().path("seed").asText()),
                List.of("data", "SHA-256 " + digits(baseline.dataDigest())),
                List.of("recipe", "SHA-256 " + digits(baseline.recipeDigest())),
                List.of("images", images()),
                List.of("epochs of the root (class, grouping phase)", epochs("root")),
                List.of("epochs of other nodes", epochs("general"))));
  }

  private String images() {
    return recipe.images().toString() + ", as channels, height and width";
  }

  private String epochs(String nodes) {
    List<String> phases = new ArrayList<>();
    for (String phase : List.of("classPhase", "groupingPhase")) {
      JsonNode epochs = recipe.recipe().path(nodes).path(phase).path("epochs");
      if (!epochs.isMissingNode()) {
        phases.add(epochs.asText());
      }
    }
    return String.join(", ", phases);
  }

  private void evaluate(Markdown text) {
    text.heading(2, "Evaluate")
        .fenced("sh", "mvn trunk:infer\nmvn trunk:infer -Dtrunk.images=one.png,two.png")
        .paragraph(
            "The first evaluates the trained tree on the test set, the second classifies image files.");
  }

  private void results(Markdown text) {
    List<List<String>> rows = new ArrayList<>();
    baseline.platforms().forEach((platform, result) -> rows.add(row(platform, result)));
    text.heading(2, "Results")
        .table(List.of("Platform", "Test accuracy", "95 % interval", "Run", "Command"), rows);
    baseline
        .spread()
        .ifPresent(
            spread ->
                text.paragraph(
                    "Over "
                        + spread.text()
                        + spread.settingLines(baseline.accuracy()).stream()
                            .map(line -> "; " + line)
                            .collect(Collectors.joining())
                        + ". Command: mvn trunk:baseline -Dtrunk.baseline.runs="
                        + spread.runs().size()));
  }

  private static List<String> row(String platform, BaselinePlatform result) {
    return List.of(
        platform,
        result.accuracy().text(4),
        Interval.of(result.accuracy()).text(4),
        digits(result.identity()),
        "mvn trunk:train");
  }

  /**
   * The architecture page's section.
   *
   * @param picture address of the tree's picture, relative to the page
   */
  public String architecture(String picture) {
    Markdown text =
        new Markdown()
            .heading(2, "Tree")
            .block("![Tree of " + Markdown.escaped(project.name()) + "](" + picture + ")")
            .fenced("text", baseline.tree().render(COLUMNS))
            .heading(2, "Nodes")
            .table(
                List.of("Node", "Input", "Classes", "Groups", "Parameters", "MACs of an image"),
                architecture.nodes().stream().map(this::nodeRow).toList())
            .paragraph(
                "%,d parameters in all. An image passes the nodes on its path alone."
                    .formatted(parameters(architecture.nodes())));
    kinds()
        .forEach(
            (layers, nodes) ->
                text.heading(2, "Layers of " + String.join("; ", nodes))
                    .table(
                        List.of("Part", "Layer", "Output", "Parameters", "MACs of an image"),
                        layers.stream().map(ProjectReadme::layerRow).toList()));
    return text.text();
  }

  /** The tree as SVG. */
  public String picture() {
    return SvgWriter.write(TreePicture.of(baseline.tree()));
  }

  /** Nodes with the same layers are told once. */
  private Map<List<LayerRow>, List<String>> kinds() {
    Map<List<LayerRow>, List<String>> kinds = new LinkedHashMap<>();
    for (NodeLayers node : architecture.nodes()) {
      kinds.computeIfAbsent(node.layers(), layers -> new ArrayList<>()).add(label(node));
    }
    return kinds;
  }

  private List<String> nodeRow(NodeLayers node) {
    TreeNode inTree = baseline.tree().node(NodePath.parse(node.id())).orElseThrow();
    return List.of(
        label(node),
        node.input(),
        String.valueOf(inTree.classes().size()),
        String.valueOf(inTree.children().size()),
        number(parameters(List.of(node))),
        number(node.layers().stream().mapToLong(LayerRow::macs).sum()));
  }

  private static List<String> layerRow(LayerRow row) {
    return List.of(
        row.part(), row.layer(), row.output(), number(row.parameters()), number(row.macs()));
  }

  private String label(NodeLayers node) {
    return NodePath.parse(node.id()).label(baseline.tree().classNames());
  }

  private static long parameters(List<NodeLayers> nodes) {
    return nodes.stream()
        .flatMap(node -> node.layers().stream())
        .mapToLong(LayerRow::parameters)
        .sum();
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String digits(String digest) {
    return digest.substring(0, Math.min(DIGEST_DIGITS, digest.length()));
  }
}
