package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.engine.DeterminismSpec;
import io.github.trunkrepro.runtime.fork.InferenceRequest;
import io.github.trunkrepro.runtime.fork.RunRequest;
import io.github.trunkrepro.runtime.manifest.AcceptedDrift;
import io.github.trunkrepro.runtime.manifest.Baseline;
import io.github.trunkrepro.runtime.manifest.Drift;
import io.github.trunkrepro.runtime.manifest.DriftAcceptance;
import io.github.trunkrepro.runtime.manifest.DriftReport;
import io.github.trunkrepro.runtime.manifest.GateKind;
import io.github.trunkrepro.runtime.manifest.Manifest;
import io.github.trunkrepro.runtime.manifest.NetworkLayout;
import io.github.trunkrepro.runtime.manifest.Reproducible;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.recipe.RecipeReader;
import java.io.File;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProjectHelper;
import org.apache.maven.toolchain.ToolchainManager;
import org.eclipse.aether.RepositorySystem;

/**
 * Trains the tree that the recipe declares, and fails the build when it is not the tree of the
 * baseline. What was trained before with the same recipe, data and engine is taken from the cache.
 *
 * @since 0.1.0
 */
@Mojo(
    name = "train",
    defaultPhase = LifecyclePhase.PACKAGE,
    requiresDependencyResolution = ResolutionScope.RUNTIME,
    threadSafe = true)
public class TrainMojo extends EnvironmentMojo {
  private static final int COLUMNS = 100;

  /**
   * The accepted result, committed with the project; <code>trunk:baseline</code> writes it.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "trunk.baselineFile",
      defaultValue = "${project.basedir}/src/trunk/baseline.json")
  File baselineFile;

  /**
   * Differences from the baseline that pass for a while; <code>trunk:accept-drift</code> writes
   * them.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "trunk.acceptedDriftFile",
      defaultValue = "${project.basedir}/src/trunk/accepted-drift.yaml")
  File acceptedDriftFile;

  /**
   * Whether drift from the baseline fails the build; otherwise it is a warning. A missing baseline
   * fails the build in any case.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.failOnDrift", defaultValue = "true")
  boolean failOnDrift;

  /**
   * Whether every phase that was never trained twice is trained again, and its bits compared. The
   * default is what the recipe asks for: yes for <code>determinism.tier: bitwise</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.verifyBits")
  Boolean verifyBits;

  /**
   * Whether the network becomes an artifact of the project, so that <code>install</code> and <code>
   * deploy</code> publish it. A network that drifted from the baseline never does.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.attach", defaultValue = "true")
  boolean attach;

  /**
   * Classifier of the network's artifact, of type <code>jar</code>. Where several executions train,
   * each needs its own.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.classifier", defaultValue = "trunk")
  String classifier;

  /**
   * Whether the environment is verified before the training, as <code>trunk:verify-env</code> does.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.verifyEnvironment", defaultValue = "true")
  boolean verifyEnvironment;

  /**
   * Whether the time that a test image takes is measured after the training, as a ratio to a
   * convolution's: what the gate <code>latency</code> compares. A baseline that has this gate asks
   * for it by itself.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.measureLatency", defaultValue = "false")
  boolean measureLatency;

  /**
   * File of an Ed25519 key in PEM with which the published network's statement is signed. The
   * environment variable <code>TRUNK_SIGNING_KEY</code> may hold the key itself instead. Without
   * either, nothing is signed.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.signingKey")
  File signingKey;

  /**
   * Last day on which the signature holds, such as <code>2027-12-31</code>; by default it holds for
   * ever.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.signatureExpires")
  String signatureExpires;

  @Parameter(defaultValue = "${project.build.outputTimestamp}", readonly = true)
  String outputTimestamp;

  private final MavenProjectHelper projects;

  /**
   * Creates the goal.
   *
   * @param toolchains gives the fork's JDK
   * @param repositories resolves dependencies
   * @param projects attaches artifacts
   */
  @Inject
  public TrainMojo(
      ToolchainManager toolchains, RepositorySystem repositories, MavenProjectHelper projects) {
    super(toolchains, new ForkProbe(repositories));
    this.projects = projects;
  }

  @Override
  void run() throws IOException {
    CiFiles ci =
        new CiFiles(
            outputDirectory.toPath(), base(), project.getArtifactId(), callerVariables, System.out);
    ci.begin();
    // Their mistakes are told before hours of training.
    NetworkAttachment attachment = new NetworkAttachment(project, projects, classifier);
    LocalDateTime time = OutputTimestamp.parse(outputTimestamp);
    Optional<SigningKey> key = SigningKey.find(signingKey, signatureExpires, callerVariables);
    acceptedDrift();
    try {
      train(readRecipe());
    } catch (UserException e) {
      tell(e, ci);
      throw e;
    }
    Manifest run = readManifest();
    StatementFiles.afterTraining(outputDirectory.toPath());
    boolean passed = gate(run, ci);
    if (passed) {
      StatementFiles.afterGate(
          outputDirectory.toPath(),
          baselineFile.toPath(),
          acceptedDriftFile.toPath(),
          lockFile.toPath());
      key.ifPresent(signing -> StatementFiles.sign(outputDirectory.toPath(), signing));
    }
    if (attach && passed) {
      String folder = NetworkLayout.archiveFolder(project.getGroupId(), project.getArtifactId());
      byte[] archive = NetworkArchive.pack(outputDirectory.toPath(), run, folder, time);
      getLog().info("attached " + attachment.attach(archive));
    } else if (attach) {
      getLog().warn("The network is not attached to the project, because it drifted.");
    }
  }

  /** Tells of mistakes; a folder that cannot be written to must not hide them. */
  private static void tell(UserException mistakes, CiFiles ci) {
    try {
      ci.mistakes(mistakes.getMessage());
    } catch (UserException e) {
      mistakes.addSuppressed(e);
    }
  }

  /** Trains, and proves the bits where that is asked for. */
  private void train(Recipe declared) throws IOException {
    RecipeReader.remarks(recipe.toPath(), base(), recipeProperties()).forEach(getLog()::info);
    if (verifyEnvironment) {
      verifyEnvironment(declared, true);
    }
    fork(RunRequest.Goal.TRAIN, declared, List.of()).forEach(getLog()::info);
    if (verifies(declared)
        && readManifest().environment().bits().measured() != DeterminismSpec.Tier.BITWISE) {
      fork(RunRequest.Goal.VERIFY_BITS, declared, List.of()).forEach(getLog()::info);
    }
  }

  private Manifest readManifest() {
    return Manifest.read(outputDirectory.toPath().resolve("manifest.json"));
  }

  /**
   * What the baseline was made of was trained already: the same bits once more are proof enough.
   */
  @Override
  Map<String, String> knownWeights() {
    return storedBaseline().map(Baseline::weightsByKey).orElse(Map.of());
  }

  @Override
  InferenceRequest inference() {
    boolean gated = storedBaseline().map(baseline -> baseline.has(GateKind.LATENCY)).orElse(false);
    return new InferenceRequest(false, measureLatency || gated);
  }

  private Optional<Baseline> storedBaseline() {
    return baselineFile.isFile()
        ? Optional.of(Baseline.read(baselineFile.toPath()))
        : Optional.empty();
  }

  /** Whether the run is that of the baseline; fails if it is not and that is to fail. */
  private boolean gate(Manifest run, CiFiles ci) throws IOException {
    Reproducible result = run.reproducible();
    info(result.tree().render(COLUMNS));
    if (result.testSelectedOn()) {
      getLog().warn("The test accuracy was selected on: the recipe validates on the test set.");
    }
    DriftReport report =
        DriftAcceptance.apply(
            acceptedDrift(),
            Drift.compare(baseline(run, ci), run),
            run.environment().platform(),
            LocalDate.now(ZoneOffset.UTC));
    ci.compared(run, report, baselineFile.toPath(), acceptedDriftFile.toPath(), failOnDrift);
    if (!report.failed()) {
      info(report.render());
    } else if (failOnDrift) {
      throw new UserException(UserException.Kind.CHECK, report.render().strip());
    } else {
      report.render().lines().forEach(getLog()::warn);
    }
    return !report.failed();
  }

  private AcceptedDrift acceptedDrift() {
    return AcceptedDrift.read(acceptedDriftFile.toPath(), acceptedDriftFile.getPath());
  }

  private Baseline baseline(Manifest run, CiFiles ci) throws IOException {
    try {
      return Baseline.read(baselineFile.toPath());
    } catch (UserException e) {
      ci.missing(run, e, recipe.toPath());
      throw e;
    }
  }

  private void info(String text) {
    text.lines().forEach(getLog()::info);
  }

  private boolean verifies(Recipe declared) {
    return verifyBits == null
        ? declared.determinism().tier() == DeterminismSpec.Tier.BITWISE
        : verifyBits;
  }
}
