package io.github.trunkrepro.runtime.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.trunkrepro.runtime.dataset.DataFile;
import io.github.trunkrepro.runtime.manifest.BaselinePlatform.PhaseBits;
import io.github.trunkrepro.runtime.manifest.Evaluation.ClassAccuracy;
import io.github.trunkrepro.runtime.manifest.Likelihoods.PairLikelihood;
import io.github.trunkrepro.runtime.manifest.RunDifference.Area;
import io.github.trunkrepro.runtime.manifest.RunDifference.ClassChange;
import io.github.trunkrepro.runtime.manifest.RunDifference.Crossing;
import io.github.trunkrepro.runtime.manifest.RunDifference.Input;
import io.github.trunkrepro.runtime.manifest.RunDifference.Parting;
import io.github.trunkrepro.runtime.manifest.RunDifference.PredictionChanges;
import io.github.trunkrepro.runtime.manifest.RunDifference.WeightChanges;
import io.github.trunkrepro.runtime.tree.NodePath;
import io.github.trunkrepro.runtime.tree.RobinsonFoulds;
import io.github.trunkrepro.runtime.tree.TreeDifference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares two results, without training anything. */
public final class RunComparison {
  private static final String PLATFORM = "platform";
  private static final String NATIVES = "native libraries";
  private static final String NOTHING = "(none)";
  private static final int WIDTH = 110;
  private static final int TREE_ROWS = 40;

  private final RunSide a;
  private final RunSide b;
  private final List<Input> inputs = new ArrayList<>();

  private RunComparison(RunSide a, RunSide b) {
    this.a = a;
    this.b = b;
  }

  /** How two results differ, by what is recorded of them. */
  public static RunDifference compare(RunSide a, RunSide b) {
    return new RunComparison(a, b).difference(Optional.empty(), Optional.empty());
  }

  /**
   * How two results differ, by what is recorded of them, by their weights and by their predictions.
   *
   * @param folderA folder of the files of A, named as in {@link NetworkLayout}; empty where there
   *     is none
   * @param folderB the same of B
   * @throws io.github.trunkrepro.runtime.document.UserException when one of the files is damaged
   */
  public static RunDifference compare(
      RunSide a, RunSide b, Optional<Path> folderA, Optional<Path> folderB) {
    return new RunComparison(a, b)
        .difference(
            Optional.of(new WeightComparison(a, b, folderA, folderB).changes()),
            Optional.of(PredictionComparison.changes(folderA, folderB)));
  }

  private RunDifference difference(
      Optional<WeightChanges> weights, Optional<PredictionChanges> predictions) {
    recipe();
    data();
    environment();
    code();
    Optional<Parting> parting = parting();
    TreeDifference trees = TreeDifference.between(a.tree(), b.tree());
    return new RunDifference(
        a.name(),
        b.name(),
        inputs,
        cause(parting, trees),
        parting,
        crossings(),
        trees.lines(WIDTH),
        trees.isEmpty() ? List.of() : trees.sideBySide("A", "B", WIDTH, TREE_ROWS),
        RobinsonFoulds.distance(a.tree(), b.tree()),
        a.accuracy(),
        b.accuracy(),
        classes(),
        weights,
        predictions);
  }

  private void recipe() {
    if (a.recipeDigest().equals(b.recipeDigest())) {
      return;
    }
    int before = inputs.size();
    if (a.recipe().isPresent() && b.recipe().isPresent()) {
      joined(differing(leaves(a.recipe().get()), leaves(b.recipe().get())))
          .forEach((what, values) -> add(Area.RECIPE, what, values, !isPlace(what)));
    }
    if (inputs.size() == before) {
      // Either the lines are not at hand, or the file of a given tree is what changed.
      add(Area.RECIPE, "digest", List.of(a.recipeDigest(), b.recipeDigest()), true);
      known(a.settings(), b.settings())
          .forEach((what, values) -> add(Area.RECIPE, what, values, false));
    }
  }

  private void data() {
    if (a.dataDigest().equals(b.dataDigest())) {
      return;
    }
    Map<String, List<String>> files = Map.of();
    if (!a.files().isEmpty() && !b.files().isEmpty()) {
      files = differing(digests(a.files()), digests(b.files()));
      files.forEach((what, values) -> add(Area.DATA, what, values, true));
    }
    // Without another file it is the recipe that chooses other images, or data that has no files.
    if (files.isEmpty()) {
      boolean chosen =
          a.recipe().isPresent()
              && b.recipe().isPresent()
              && inputs.stream().anyMatch(Input::candidate);
      add(Area.DATA, "digest", List.of(a.dataDigest(), b.dataDigest()), !chosen);
    }
  }

  private void environment() {
    Map<String, List<String>> engine = known(a.engine(), b.engine());
    boolean versions = engine.keySet().stream().anyMatch(what -> !isConsequence(what));
    boolean determinism =
        inputs.stream().anyMatch(input -> input.what().startsWith("determinism."));
    engine.forEach(
        (what, values) -> {
          // Other versions bring other libraries, and both other names of the platform.
          boolean follows =
              what.equals(NATIVES)
                  ? versions
                  : what.equals(PLATFORM)
                      && (versions || determinism || engine.containsKey(NATIVES));
          add(Area.ENVIRONMENT, what, values, !follows);
        });
    known(a.circumstances(), b.circumstances())
        .forEach(
            (what, values) ->
                add(what.contains("commit") ? Area.CODE : Area.ENVIRONMENT, what, values, false));
  }

  private void code() {
    if (a.trunk().isPresent() && b.trunk().isPresent() && !a.trunk().equals(b.trunk())) {
      add(Area.CODE, "trunk", List.of(a.trunk().get(), b.trunk().get()), true);
    }
    inputs.sort(Comparator.comparing(Input::area));
  }

  /** Where files lie changes nothing; what is in them has a digest of its own. */
  private static boolean isPlace(String line) {
    return line.startsWith("source.source");
  }

  private static boolean isConsequence(String what) {
    return what.equals(NATIVES) || what.equals(PLATFORM);
  }

  private String cause(Optional<Parting> parting, TreeDifference trees) {
    boolean sameResult = trees.isEmpty() && a.accuracy().equals(b.accuracy());
    if (parting.isEmpty() && sameResult && a.phases().size() == b.phases().size()) {
      return "The results are equal in all that both record.";
    }
    // What a phase's key knows was equal: only code can have changed the bits.
    boolean codeAlone = parting.map(Parting::sameKey).orElse(false);
    List<Input> candidates =
        inputs.stream()
            .filter(Input::candidate)
            .filter(input -> !codeAlone || input.area() == Area.CODE)
            .toList();
    if (candidates.isEmpty()) {
      return "The cause is unknown: nothing that can change these bits differs in what both record.";
    }
    if (candidates.size() == 1) {
      Input one = candidates.get(0);
      return "Everything equal but %s %s: %s -> %s"
          .formatted(one.area().name().toLowerCase(Locale.ROOT), one.what(), one.a(), one.b());
    }
    return "The cause is one or several of %d inputs that differ.".formatted(candidates.size());
  }

  private Optional<Parting> parting() {
    for (PhaseBits before : a.phases()) {
      for (PhaseBits after : b.phases()) {
        if (before.phase() == after.phase()
            && label(a, before.node()).equals(label(b, after.node()))
            && !(before.weights().equals(after.weights())
                && before.epochs().equals(after.epochs()))) {
          return Optional.of(
              new Parting(
                  label(a, before.node()),
                  before.phase(),
                  epoch(before.epochs(), after.epochs()),
                  before.key().equals(after.key())));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Integer> epoch(List<String> before, List<String> after) {
    int common = Math.min(before.size(), after.size());
    for (int i = 0; i < common; i++) {
      if (!before.get(i).equals(after.get(i))) {
        return Optional.of(i + 1);
      }
    }
    return before.size() == after.size() ? Optional.empty() : Optional.of(common + 1);
  }

  private static String label(RunSide side, String node) {
    return NodePath.parse(node).label(side.tree().classNames());
  }

  private List<Crossing> crossings() {
    List<Crossing> crossings = new ArrayList<>();
    if (!a.tree().classNames().equals(b.tree().classNames())) {
      return crossings;
    }
    a.likelihoods()
        .forEach(
            (node, before) -> {
              Likelihoods after = b.likelihoods().get(node);
              if (after != null) {
                crossings(label(a, node), before, after, crossings);
              }
            });
    return crossings;
  }

  private static void crossings(
      String node, Likelihoods before, Likelihoods after, List<Crossing> crossings) {
    Set<List<String>> pairs = new LinkedHashSet<>();
    before.pairs().forEach(pair -> pairs.add(List.of(pair.first(), pair.second())));
    after.pairs().forEach(pair -> pairs.add(List.of(pair.first(), pair.second())));
    for (List<String> pair : pairs) {
      Optional<PairLikelihood> one = before.pair(pair.get(0), pair.get(1));
      Optional<PairLikelihood> other = after.pair(pair.get(0), pair.get(1));
      if (isJoined(one, before) != isJoined(other, after)) {
        crossings.add(
            new Crossing(
                node, pair.get(0), pair.get(1), margin(one, before), margin(other, after)));
      }
    }
  }

  private static boolean isJoined(Optional<PairLikelihood> pair, Likelihoods of) {
    return pair.isPresent() && pair.get().value() > of.threshold();
  }

  private static Optional<Double> margin(Optional<PairLikelihood> pair, Likelihoods of) {
    return pair.filter(p -> p.standardError() > 0)
        .map(p -> (p.value() - of.threshold()) / p.standardError());
  }

  private List<ClassChange> classes() {
    Map<String, Accuracy> after =
        b.perClass().stream()
            .collect(Collectors.toMap(ClassAccuracy::name, ClassAccuracy::accuracy));
    return a.perClass().stream()
        .filter(before -> after.containsKey(before.name()))
        .filter(before -> !before.accuracy().equals(after.get(before.name())))
        .map(
            before -> {
              Accuracy now = after.get(before.name());
              return new ClassChange(
                  before.name(),
                  before.accuracy(),
                  now,
                  now.value().subtract(before.accuracy().value()));
            })
        .sorted(Comparator.comparing((ClassChange change) -> change.change().abs()).reversed())
        .toList();
  }

  private void add(Area area, String what, List<String> values, boolean candidate) {
    inputs.add(new Input(area, what, values.get(0), values.get(1), candidate));
  }

  private static Map<String, String> digests(List<DataFile> files) {
    return files.stream()
        .collect(Collectors.toMap(DataFile::name, DataFile::sha256, (x, y) -> y, TreeMap::new));
  }

  /** What a recipe says once for the root and all other nodes is one line, not two. */
  private static SortedMap<String, List<String>> joined(SortedMap<String, List<String>> lines) {
    SortedMap<String, List<String>> joined = new TreeMap<>(lines);
    lines.forEach(
        (what, values) -> {
          String general = what.replaceFirst("^root\\.", "general.");
          if (!general.equals(what) && values.equals(lines.get(general))) {
            joined.remove(what);
            joined.remove(general);
            joined.put(what.replaceFirst("^root\\.", "root and general: "), values);
          }
        });
    return joined;
  }

  /** The differing values of names that both know. */
  private static SortedMap<String, List<String>> known(
      Map<String, String> one, Map<String, String> other) {
    SortedMap<String, List<String>> differing = differing(one, other);
    differing.keySet().removeIf(what -> !one.containsKey(what) || !other.containsKey(what));
    return differing;
  }

  private static SortedMap<String, List<String>> differing(
      Map<String, String> one, Map<String, String> other) {
    Set<String> names = new TreeSet<>(one.keySet());
    names.addAll(other.keySet());
    return names.stream()
        .filter(what -> !one.getOrDefault(what, "").equals(other.getOrDefault(what, "")))
        .collect(
            Collectors.toMap(
                Function.identity(),
                what -> List.of(one.getOrDefault(what, NOTHING), other.getOrDefault(what, NOTHING)),
                (x, y) -> y,
                TreeMap::new));
  }

  /** Every value in a document, by its path: {@code determinism.threads}. */
  private static Map<String, String> leaves(JsonNode document) {
    Map<String, String> leaves = new TreeMap<>();
    collect("", document, leaves);
    return leaves;
  }

  private static void collect(String path, JsonNode node, Map<String, String> leaves) {
    if (node.isObject() && !node.isEmpty()) {
      node.properties()
          .forEach(
              entry ->
                  collect(
                      path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(),
                      entry.getValue(),
                      leaves));
    } else if (node.isArray() && !node.isEmpty()) {
      for (int i = 0; i < node.size(); i++) {
        collect(path + "[" + i + "]", node.get(i), leaves);
      }
    } else {
      leaves.put(path, node.isTextual() ? node.textValue() : node.toString());
    }
  }
}
