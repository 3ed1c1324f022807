package io.github.trunkrepro.runtime.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.Yaml;

/** The digest changes with the experiment, and with nothing else. */
class RecipeDigestTest {
  /** Keys whose value is a default that may be written out, in a recipe that has none of them. */
  private static final Map<String, Object> DEFAULTS =
      Map.ofEntries(
          Map.entry("dataset.train.params.num_workers", 2),
          Map.entry("dataset.train.params.shuffle", true),
          Map.entry("dataset.test.params", Map.of("batch_size", 128, "shuffle", false)),
          Map.entry("dataset.validation", Map.of("from", "train", "fraction", 0.1)),
          Map.entry("averageSoftmax", Map.of("mode", "evaluation")),
          Map.entry("determinism", Map.of("tier", "bitwise", "threads", 2)),
          Map.entry("general.class_hyperparameters.optimizer.params", Map.of("lr", 0.001)),
          Map.entry(
              "general.grouping_hyperparameters.optimizer.params",
              Map.of("betas", List.of(0.9, 0.999), "eps", 1e-8, "weight_decay", 0)));

  private static final List<String> MAYBE_LISTS = List.of("loss", "optimizer", "lr_scheduler");

  private Path project;
  private RecipeFiles files;
  private String fullDigest;
  private String minimalDigest;

  @BeforeProperty
  void newProject() throws IOException {
    project = Files.createTempDirectory("recipe");
    files = new RecipeFiles(project);
    fullDigest = files.read(RecipeFiles.FULL).digest();
    minimalDigest = files.read(RecipeFiles.MINIMAL).digest();
  }

  @AfterProperty
  void deleteProject() throws IOException {
    try (Stream<Path> all = Files.walk(project)) {
      for (Path path : all.sorted(Collections.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Property(tries = 150)
  void orderCommentsDefaultsAndFormChangeNothing(@ForAll Random random) {
    Map<String, Object> recipe = load(RecipeFiles.MINIMAL);
    DEFAULTS.forEach(
        (path, value) -> {
          if (random.nextBoolean()) {
            put(recipe, path, value);
          }
        });
    if (random.nextBoolean()) {
      recipe.put("root", recipe.get("general"));
    }
    String text = commented(dump(shaken(recipe, random), random), random);
    assertThat(files.read(text).digest()).as(text).isEqualTo(minimalDigest);
  }

  @Property(tries = 300)
  void everyOtherChangeOfALeafChangesIt(
      @ForAll Random random, @ForAll("values") Object replacement) {
    Map<String, Object> recipe = load(RecipeFiles.FULL);
    List<Leaf> leaves = leaves(recipe);
    Leaf leaf = leaves.get(random.nextInt(leaves.size()));
    if (leaf.isSame(replacement)) {
      return;
    }
    leaf.set.accept(replacement);
    digest(recipe)
        .ifPresent(
            digest ->
                assertThat(digest)
                    .as(leaf.path + " " + leaf.value + " -> " + replacement)
                    .isNotEqualTo(fullDigest));
  }

  @Provide
  Arbitrary<Object> values() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(0, 50).map(i -> i),
        Arbitraries.doubles().between(0, 2).map(d -> d),
        Arbitraries.of(true, false, "train", "idx", "relu", "flatten", "Adam", "AdamW", "x.yaml"));
  }

  @Example
  void eachLeafHasAnotherValueThatChangesIt() {
    files.write("other.json", "{}");
    String text =
        RecipeFiles.replaced(
            RecipeFiles.FULL, "averageSoftmax:", "      - log_softmax\naverageSoftmax:");
    String before = files.read(text).digest();
    List<Object> candidates =
        List.of(
            13,
            2,
            0.35,
            true,
            false,
            "as-stored",
            "evaluation",
            "bitwise",
            "portable",
            "relu6",
            "relu",
            "other.json",
            "ab".repeat(32),
            "AdamW",
            "CrossEntropyLoss",
            "NLLLoss");
    List<String> stuck = new ArrayList<>();
    for (Leaf leaf : leaves(load(text))) {
      Optional<String> changed =
          candidates.stream()
              .filter(leaf::mayBecome)
              .flatMap(candidate -> digestWith(text, leaf.path, candidate).stream())
              .findFirst();
      assertThat(changed).as(leaf.path).isNotEqualTo(Optional.of(before));
      if (changed.isEmpty()) {
        stuck.add(leaf.path);
      }
    }
    // Other keys have to change with these.
    assertThat(stuck)
        .allMatch(
            path ->
                path.matches(
                    "/dataset/format|/dataset/validation/from|.*/linear/out|/network/root/classifier/5|.*/transform/./type"
                        + "|/(root|general)/.*/(optimizer|lr_scheduler)/type"));
  }

  @Example
  void digestsOfThisVersion() {
    // A change here makes every baseline of every user worthless: only on purpose.
    assertThat(files.read(RecipeFiles.MINIMAL).digest())
        .isEqualTo("4bf02ed3a1b3b12641f9c944c8e5fefa2d354418e909316d0731a2418b2d6869");
  }

  @Example
  void theContentOfTheTreeAndOfTheNetworkCount() {
    String text = RecipeFiles.MINIMAL.replace("vgg-emnist", "n.yaml") + "tree: tree.json\n";
    String network = "root: &\ngeneral: &\n".replace("&", "{features: [relu], classifier: [C]}");
    files.write("n.yaml", network.replace("C", "'flatten', linear: {out: outputs}"));
    String before = files.read(text).digest();
    files.write(
        "n.yaml", "# a comment\n" + network.replace("C", "flatten, linear: {out: outputs}"));
    assertThat(files.read(text).digest()).isEqualTo(before);
    files.write("n.yaml", network.replace("C", "relu, flatten, linear: {out: outputs}"));
    assertThat(files.read(text).digest()).isNotEqualTo(before);
    files.write("n.yaml", network.replace("C", "flatten, linear: {out: outputs}"));
    files.write("tree.json", "{ }");
    assertThat(files.read(text).digest()).isNotEqualTo(before);
  }

  @Example
  void keysOfMapsCount() {
    String before = files.read(RecipeFiles.FULL).digest();
    for (String[] change :
        new String[][] {{"dog, cat", "dog, cow"}, {"letters-test-images:", "letters-test:"}}) {
      String text = RecipeFiles.replaced(RecipeFiles.FULL, change[0], change[1]);
      assertThat(files.read(text).digest()).isNotEqualTo(before);
    }
    String same = RecipeFiles.replaced(RecipeFiles.FULL, "\"dog, cat\"", "'cat,dog '");
    assertThat(files.read(same).digest()).isEqualTo(before);
  }

  private Optional<String> digestWith(String text, String path, Object value) {
    Map<String, Object> recipe = load(text);
    leaves(recipe).stream()
        .filter(leaf -> leaf.path.equals(path))
        .forEach(leaf -> leaf.set.accept(value));
    return digest(recipe);
  }

  private Optional<String> digest(Map<String, Object> recipe) {
    try {
      return Optional.of(files.read(dump(recipe, new Random(1))).digest());
    } catch (UserException e) {
      return Optional.empty();
    }
  }

  private record Leaf(String path, Object value, Consumer<Object> set) {
    boolean mayBecome(Object other) {
      return !isSame(other) && (value instanceof Number) == (other instanceof Number);
    }

    boolean isSame(Object other) {
      if (value instanceof Number a && other instanceof Number b) {
        return a.doubleValue() == b.doubleValue();
      }
      return value.equals(other);
    }
  }

  private static List<Leaf> leaves(Object tree) {
    List<Leaf> leaves = new ArrayList<>();
    collect("", tree, value -> {}, leaves);
    return leaves;
  }

  @SuppressWarnings("unchecked")
  private static void collect(String path, Object node, Consumer<Object> set, List<Leaf> leaves) {
    if (node instanceof Map<?, ?>) {
      Map<String, Object> map = (Map<String, Object>) node;
      map.forEach((key, v) -> collect(path + "/" + key, v, n -> map.put(key, n), leaves));
    } else if (node instanceof List<?>) {
      List<Object> list = (List<Object>) node;
      for (int i = 0; i < list.size(); i++) {
        int index = i;
        collect(path + "/" + i, list.get(i), n -> list.set(index, n), leaves);
      }
    } else {
      leaves.add(new Leaf(path, node, set));
    }
  }

  /** The same with keys in another order, and lists of one where a map may be one. */
  private static Object shaken(Object node, Random random) {
    if (node instanceof List<?> list) {
      return list.stream().map(item -> shaken(item, random)).toList();
    }
    if (!(node instanceof Map<?, ?> map)) {
      return node;
    }
    List<Map.Entry<?, ?>> entries = new ArrayList<>(map.entrySet());
    Collections.shuffle(entries, random);
    Map<Object, Object> shaken = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : entries) {
      Object value = shaken(entry.getValue(), random);
      boolean asList = MAYBE_LISTS.contains(entry.getKey()) && random.nextBoolean();
      shaken.put(entry.getKey(), asList ? List.of(value) : value);
    }
    return shaken;
  }

  private static String commented(String text, Random random) {
    StringBuilder commented = new StringBuilder("# A comment: [\n");
    text.lines()
        .forEach(
            line ->
                commented
                    .append(line)
                    .append(random.nextBoolean() ? " # " + random.nextInt() : "")
                    .append(random.nextBoolean() ? "\n\n" : "\n"));
    return commented.toString();
  }

  private static String dump(Object tree, Random random) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(random.nextBoolean() ? FlowStyle.BLOCK : FlowStyle.AUTO);
    options.setDereferenceAliases(true);
    options.setWidth(10_000);
    return new Yaml(options).dump(tree);
  }

  private static Map<String, Object> load(String text) {
    return new Yaml().load(text);
  }

  @SuppressWarnings("unchecked")
  private static void put(Map<String, Object> tree, String path, Object value) {
    String[] keys = path.split("\\.", -1);
    Map<String, Object> map = tree;
    for (int i = 0; i < keys.length - 1; i++) {
      map = (Map<String, Object>) map.get(keys[i]);
    }
    map.put(keys[keys.length - 1], value);
  }
}
