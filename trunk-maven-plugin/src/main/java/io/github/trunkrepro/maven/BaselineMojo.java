package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.fork.RunRequest;
import io.github.trunkrepro.runtime.manifest.Baseline;
import io.github.trunkrepro.runtime.manifest.BaselineGate;
import io.github.trunkrepro.runtime.manifest.GateKind;
import io.github.trunkrepro.runtime.manifest.Manifest;
import io.github.trunkrepro.runtime.manifest.Spread;
import io.github.trunkrepro.runtime.recipe.Recipe;
import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.toolchain.ToolchainManager;
import org.eclipse.aether.RepositorySystem;

/**
 * Accepts the run that is in the output folder: writes the baseline, or extends it by this
 * platform. It trains only to measure how far accuracy spreads over seeds, when that is asked for.
 *
 * @since 0.1.0
 */
@Mojo(name = "baseline", requiresDependencyResolution = ResolutionScope.RUNTIME, threadSafe = true)
public class BaselineMojo extends EnvironmentMojo {
  private static final BigDecimal FIRST_TOLERANCE = new BigDecimal("0.02");

  /**
   * The accepted result, to be committed with the project.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "trunk.baselineFile",
      defaultValue = "${project.basedir}/src/trunk/baseline.json")
  File baselineFile;

  /**
   * Difference of test accuracy that the gate allows in either direction, as a fraction: 0.02 is
   * two percentage points. The default is that of the present baseline, 0.02 for a new one.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.tolerance")
  String tolerance;

  /**
   * Gates beyond test accuracy, tree and bits, as <code>GATE=ALLOWED</code>: <code>class-accuracy
   * </code>, <code>node-accuracy</code> and <code>likelihoods</code> as fractions, <code>parameters
   * </code>, <code>macs</code>, <code>latency</code> and <code>training-time</code> as shares of
   * what is accepted. On the command line separated by commas. The default keeps those of the
   * present baseline; <code>none
   * </code> removes them.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.gates")
  List<String> gates = List.of();

  /**
   * Trains under so many seeds, the recipe's own among them, and at the tier <code>tolerance</code>
   * also with another number of threads and another instruction level; stores the spread of test
   * accuracy in the baseline, and takes the tolerance from it unless <code>tolerance</code> is
   * given; 0 trains nothing.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.baseline.runs", defaultValue = "0")
  int runs;

  /**
   * Creates the goal.
   *
   * @param toolchains gives the fork's JDK
   * @param repositories resolves dependencies
   */
  @Inject
  public BaselineMojo(ToolchainManager toolchains, RepositorySystem repositories) {
    super(toolchains, new ForkProbe(repositories));
  }

  @Override
  void run() throws IOException {
    Path manifest = outputDirectory.toPath().resolve("manifest.json");
    if (Files.notExists(manifest)) {
      throw new UserException(
          UserException.Kind.SETUP,
          "There is no finished run to accept: %s is missing. Train first: mvn trunk:train"
              .formatted(manifest));
    }
    Path file = baselineFile.toPath();
    Optional<Baseline> present =
        Files.exists(file) ? Optional.of(Baseline.read(file)) : Optional.empty();
    Manifest run = Manifest.read(manifest);
    // Mistakes of the user are told before anything is trained.
    Optional<BigDecimal> allowed = tolerance();
    Optional<Map<GateKind, BigDecimal>> asked = gates();
    Baseline.Accepted accepted =
        Baseline.accept(
            present, run, new Baseline.Wishes(allowed, FIRST_TOLERANCE, spread(run), asked));
    accepted.baseline().write(file);
    accepted.lines().forEach(getLog()::info);
    accepted.warnings().forEach(getLog()::warn);
    getLog().info("written to " + file + "; commit it with the project");
  }

  /** Trains under several seeds, and under the settings that the tier leaves open, if asked to. */
  private Optional<Spread> spread(Manifest run) throws IOException {
    if (runs == 0) {
      return Optional.empty();
    }
    if (runs < 2) {
      throw new UserException(
          UserException.Kind.SETUP,
          "<runs> (trunk.baseline.runs) is %d; it must be 2 or more to have a spread, or 0 to train nothing."
              .formatted(runs));
    }
    Recipe declared = readRecipe();
    if (!declared.digest().equals(run.reproducible().recipeDigest())) {
      throw new UserException(
          UserException.Kind.SETUP,
          "The run in %s is of another recipe than %s is now. Train first: mvn trunk:train"
              .formatted(outputDirectory, recipe));
    }
    verifyEnvironment(declared, true);
    Path output = outputDirectory.toPath().toAbsolutePath();
    BaselineStudy seeds = BaselineStudy.overSeeds(output, declared.seed(), runs);
    List<BaselineStudy> settings = BaselineStudy.overSettings(output, declared);
    train(seeds);
    for (BaselineStudy study : settings) {
      train(study);
    }
    return Optional.of(BaselineStudy.spread(seeds, settings, run.reproducible().tree()));
  }

  private void train(BaselineStudy study) throws IOException {
    File results = outputDirectory;
    outputDirectory = study.folder().toFile();
    try {
      // The engine's settings are the process's, so the launcher has to know them.
      Recipe varied = readRecipe(study.edits());
      ForkRequest fork = request(RunRequest.Goal.STUDY, varied, List.of(), project.getArtifacts());
      fork(fork.withRun(fork.run().with(RunRequest.Goal.STUDY, study.request())))
          .forEach(getLog()::info);
    } finally {
      outputDirectory = results;
    }
  }

  private Optional<Map<GateKind, BigDecimal>> gates() {
    return gates.isEmpty() ? Optional.empty() : Optional.of(BaselineGate.parse(gates));
  }

  private Optional<BigDecimal> tolerance() {
    if (tolerance == null) {
      return Optional.empty();
    }
    try {
      BigDecimal value = new BigDecimal(tolerance.strip());
      if (value.signum() >= 0 && value.compareTo(BigDecimal.ONE) <= 0) {
        return Optional.of(value);
      }
    } catch (NumberFormatException e) {
      // Told below, with what is out of range.
    }
    throw new UserException(
        UserException.Kind.SETUP,
        "<tolerance> (trunk.tolerance) is %s; it must be a number from 0 to 1, such as 0.02 for two percentage points."
            .formatted(tolerance));
  }
}
