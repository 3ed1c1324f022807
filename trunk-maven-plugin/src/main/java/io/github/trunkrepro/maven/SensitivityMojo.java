package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.CanonicalJson;
import io.github.trunkrepro.runtime.document.ShellText;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.fork.RunRequest;
import io.github.trunkrepro.runtime.fork.StudyRequest;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.sensitivity.StudySpec;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.toolchain.ToolchainManager;
import org.eclipse.aether.RepositorySystem;

/**
 * Finds out how far the tree and its accuracy depend on the recipe's choices: trains the variants
 * of a study, each node that they share once, and reports what came of each.
 *
 * @since 0.1.0
 */
@Mojo(
    name = "sensitivity",
    requiresDependencyResolution = ResolutionScope.RUNTIME,
    threadSafe = true)
public class SensitivityMojo extends EnvironmentMojo {
  private static final String FOLDER = "sensitivity";

  /**
   * The study: one of the project's, or <code>gv</code> (every tree that grouping volatility gives
   * from 0.6 to 1.2), <code>gv-layer-norm</code> (the same with layer norm), <code>batch-size
   * </code>, <code>regimes</code> (those of the paper for CIFAR-10), <code>seeds</code> or <code>
   * randomness</code>. The default is <code>gv</code>, or the study that <code>axes</code> or
   * <code>
   * seeds</code> declare.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.study")
  String study;

  /**
   * What is varied, as a study's file has it: <code>[{path: dataset.train.params.batch_size,
   * values: [32, 64]}]</code>. What stands here, and in the next three, goes before what the study
   * says.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.axes")
  String axes;

  /**
   * How the axes are combined: <code>grid</code>, <code>one-at-a-time</code> or <code>paired</code>
   * .
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.design")
  String design;

  /**
   * With which seeds: how many, from 1, or <code>[3, 5, 7]</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.seeds")
  String seeds;

  /**
   * Conditions under which the goal fails, such as <code>trees &gt; 1</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.failOn")
  List<String> failOn = List.of();

  /**
   * The project's own studies; the file need not exist.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "trunk.studies",
      defaultValue = "${project.basedir}/src/trunk/sensitivity.yaml")
  File studies;

  /**
   * First grouping volatility, instead of the study's.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.start")
  Double start;

  /**
   * Last grouping volatility, instead of the study's.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.end")
  Double end;

  /**
   * Name of the only variant to train.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.variant")
  String variant;

  /**
   * A tree: then no study is done, but it is found which grouping volatility gives this tree. It is
   * a <code>tree.json</code>, a baseline, a manifest, or a folder in the authors' layout.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.target")
  File target;

  /**
   * Whether it is only said what would be trained, and how long that may take.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.dryRun", defaultValue = "false")
  boolean dryRun;

  /**
   * At most so many variants are trained; what is left out is said. For grouping volatility the
   * widest ranges come first.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.maxVariants")
  Integer maxVariants;

  /**
   * No variant is begun when the study has lasted so many minutes.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.maxMinutes")
  Double maxMinutes;

  /**
   * How many processes train, each one phase of one node at a time; 0 trains all in one process. No
   * bit depends on it.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.processes", defaultValue = "0")
  int processes;

  /**
   * Whether the environment is verified before the training, as <code>trunk:verify-env</code> does.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.verifyEnvironment", defaultValue = "true")
  boolean verifyEnvironment;

  /**
   * Creates the goal.
   *
   * @param toolchains gives the fork's JDK
   * @param repositories resolves dependencies
   */
  @Inject
  public SensitivityMojo(ToolchainManager toolchains, RepositorySystem repositories) {
    super(toolchains, new ForkProbe(repositories));
  }

  @Override
  void run() throws IOException {
    StudyRequest request = request();
    boolean oneValue = start != null && start.equals(end);
    // Mistakes in the studies are told before anything is launched.
    Recipe declared = readRecipe(request.spec(base().toString()).set());
    if (verifyEnvironment && !dryRun) {
      verifyEnvironment(declared, true);
    }
    String folder =
        target != null ? "target" : oneValue || variant != null ? "variant" : studyName();
    outputDirectory = outputDirectory.toPath().resolve(FOLDER).resolve(folder).toFile();
    ForkRequest fork = request(RunRequest.Goal.STUDY, declared, List.of(), project.getArtifacts());
    fork(fork.withRun(fork.run().with(RunRequest.Goal.STUDY, request))).forEach(getLog()::info);
  }

  private StudyRequest request() {
    requireAtLeast("maxVariants", maxVariants == null ? 1 : maxVariants, 1);
    requireAtLeast("processes", processes, 0);
    return new StudyRequest(
        studies.getAbsolutePath(),
        studyName(),
        keys(),
        positive("start", start),
        positive("end", end),
        Optional.ofNullable(variant),
        Optional.ofNullable(target).map(file -> file.toPath().toAbsolutePath().toString()),
        new StudySpec.Budget(
            maxVariants == null ? OptionalInt.empty() : OptionalInt.of(maxVariants),
            positive("maxMinutes", maxMinutes)),
        dryRun,
        processes,
        command());
  }

  private String studyName() {
    if (study != null) {
      return study;
    }
    return axes != null ? "axes" : seeds != null ? "seeds" : "gv";
  }

  /** What the configuration says in the study's place, as YAML. */
  private Map<String, String> keys() {
    Map<String, String> keys = new TreeMap<>();
    putIfGiven(keys, "axes", axes);
    putIfGiven(keys, "design", design);
    putIfGiven(keys, "seeds", seeds);
    putIfGiven(
        keys,
        "failOn",
        failOn.isEmpty() ? null : new String(CanonicalJson.bytes(failOn), StandardCharsets.UTF_8));
    return keys;
  }

  private static void putIfGiven(Map<String, String> keys, String key, String value) {
    if (value != null) {
      keys.put(key, value);
    }
  }

  /** What a user types to run this goal on the same recipe and studies. */
  private String command() {
    String recipeArgument = argument("trunk.recipe", recipe, "experiment.yaml");
    return "mvn trunk:sensitivity"
        + recipeArgument
        + argument("trunk.studies", studies, "sensitivity.yaml")
        + Stream.of("trunk.axes", "trunk.design", "trunk.seeds")
            .filter(session.getUserProperties()::containsKey)
            .map(name -> "-D" + name + "=" + session.getUserProperties().getProperty(name))
            .map(word -> " " + ShellText.word(word))
            .collect(Collectors.joining());
  }

  private String argument(String property, File file, String usual) {
    boolean isUsual =
        file.toPath().toAbsolutePath().equals(base().resolve("src/trunk").resolve(usual));
    return isUsual
        ? ""
        : " -D" + property + "=" + base().relativize(file.toPath().toAbsolutePath());
  }

  private static OptionalDouble positive(String name, Double value) {
    if (value == null) {
      return OptionalDouble.empty();
    }
    if (!(value > 0) || value.isInfinite()) {
      throw new UserException(
          UserException.Kind.SETUP,
          "<%s> (trunk.%s) is %s; it must be a number above 0.".formatted(name, name, value));
    }
    return OptionalDouble.of(value);
  }

  private static void requireAtLeast(String name, int value, int least) {
    if (value < least) {
      throw new UserException(
          UserException.Kind.SETUP,
          "<%s> (trunk.%s) is %d; it must be %d or more.".formatted(name, name, value, least));
    }
  }
}
