package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.attestation.Bundle;
import io.github.trunkrepro.runtime.dataset.SourceSpec;
import io.github.trunkrepro.runtime.document.Folders;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.engine.EngineEnvironment;
import io.github.trunkrepro.runtime.fetch.Fetcher;
import io.github.trunkrepro.runtime.fork.InferenceRequest;
import io.github.trunkrepro.runtime.fork.Original;
import io.github.trunkrepro.runtime.fork.RunRequest;
import io.github.trunkrepro.runtime.fork.RunResult;
import io.github.trunkrepro.runtime.manifest.NetworkLayout;
import io.github.trunkrepro.runtime.manifest.Origin;
import io.github.trunkrepro.runtime.recipe.Recipe;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.toolchain.ToolchainManager;
import org.eclipse.aether.RepositorySystem;

/**
 * Does a run again from what was published of it, and says whether the same came out. Needs no
 * project. Everything that the run was made of is held against its digest before anything is
 * trained; the build fails when the result is another one.
 *
 * @since 0.1.0
 */
@Mojo(name = "reproduce", requiresProject = false, threadSafe = true)
public class ReproduceMojo extends TrunkMojo {

  /**
   * The run: its folder or the manifest in it, the archive that <code>trunk:train</code> attached,
   * the archive's address, or its coordinates, <code>groupId:artifactId:version</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.manifest")
  String manifest;

  /**
   * File of the public key, Ed25519 in PEM, that must have signed the run; by default a signature
   * is named and not verified.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.publicKey")
  File publicKey;

  /**
   * Address or folder of the git repository that has the run's commit. The default is the address
   * that the run records.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.repository")
  String repository;

  /**
   * Whether the run's commit is checked out: a recipe may name images or a tree that lie in the
   * project. Without it, the recipe and the images are all that is needed.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.checkout", defaultValue = "true")
  boolean checkout;

  /**
   * Folder or archive that holds the run's images. By default they are where the run's recipe has
   * them; an official data set is fetched.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.data")
  File data;

  /**
   * Folder for everything that this goal makes: the commit's files, the nodes that are trained, and
   * in <code>run</code> the results. The default is <code>target/trunk-reproduce</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.workDirectory")
  File workDirectory;

  /**
   * Folder of the cache, the same as for <code>trunk:train</code>. Natives are unpacked there; no
   * trained node is taken from it.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.cache")
  File cache;

  /**
   * Folder into which data sets are fetched, the same as for <code>trunk:fetch</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.datasets")
  File datasets;

  /**
   * Addresses that are asked for data sets first, the same as for <code>trunk:fetch</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.mirrors")
  List<String> mirrors = List.of();

  /**
   * Independent nodes that are trained side by side, the same as for <code>trunk:train</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.parallelNodes")
  Integer parallelNodes;

  /**
   * More arguments for the forked JVM, the same as for <code>trunk:train</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.jvmArguments")
  List<String> jvmArguments = List.of();

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  MavenProject project;

  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  MavenSession session;

  @Parameter(defaultValue = "${plugin.artifacts}", readonly = true, required = true)
  List<Artifact> pluginArtifacts;

  ForkLauncher launcher = new ProcessForkLauncher();

  private final ToolchainManager toolchains;
  private final RepositorySystem repositories;

  /**
   * Creates the goal.
   *
   * @param toolchains gives the fork's JDK
   * @param repositories resolves what trained
   */
  @Inject
  public ReproduceMojo(ToolchainManager toolchains, RepositorySystem repositories) {
    this.toolchains = toolchains;
    this.repositories = repositories;
  }

  @Override
  void run() throws IOException {
    if (manifest == null) {
      throw setup(
          "<manifest> (trunk.manifest) is missing: name the run that is to be reproduced, as in -Dtrunk.manifest=GROUP:ARTIFACT:VERSION.");
    }
    Path work =
        workDirectory == null
            ? BuildFolder.of(project).resolve("trunk-reproduce")
            : workDirectory.toPath().toAbsolutePath();
    Path place =
        new BundleLocator(repositories, session, project)
            .find("manifest", manifest, work.resolve("downloads"));
    // Open to the end: what comes out is compared with its files.
    try (Bundle bundle = Bundle.open(place)) {
      requireOutside(bundle, output(work));
      RecordedRun original = RecordedRun.read(bundle, work.resolve(NetworkLayout.RECIPE));
      new SignatureCheck(publicKey, getLog()).of(bundle);
      reproduce(original, work);
    }
  }

  private void reproduce(RecordedRun original, Path work) throws IOException {
    requireThisPlugin(original.origin());
    List<Artifact> artifacts =
        new RecordedClassPath(repositories, session, project)
            .resolve(original.origin().classPath());
    Path base = base(original, work);
    Optional<Path> images = images(original.declared().source(), base);
    ForkRequest request = request(original, artifacts, work, base, images);
    ForkRunner runner = new ForkRunner(launcher, getLog(), session);
    RunResult probe = runner.launch(request.withRun(request.run().withGoal(RunRequest.Goal.PROBE)));
    probe.facts().ifPresent(original::requireNatives);
    getLog().info("training " + original.shown() + " again, in " + work);
    runner.run(request).forEach(getLog()::info);
    // Whoever asks once more wants it trained once more.
    Folders.delete(work.resolve("cache"));
    new ReproductionReport(original, work, getLog()).tell(output(work));
  }

  private static void requireOutside(Bundle bundle, Path output) throws IOException {
    if (Files.exists(output) && Files.isSameFile(bundle.root(), output)) {
      throw setup(
          "The run is in %s, where its reproduction would be written over it: name another folder with -Dtrunk.workDirectory=FOLDER."
              .formatted(output));
    }
  }

  /** Another version may understand the recipe otherwise, and speak otherwise with its forks. */
  private void requireThisPlugin(Origin origin) {
    String own = RunOrigin.plugin(pluginArtifacts);
    if (!origin.plugin().equals(own)) {
      throw setup(
          "The run was made by %s, and this is %s: reproduce it with mvn %s:reproduce."
              .formatted(origin.plugin(), own, origin.plugin()));
    }
  }

  /** Folder that paths in the recipe are relative to, with the files of the run's commit. */
  private Path base(RecordedRun original, Path work) throws IOException {
    Path folder = work.resolve("checkout");
    if (checkout) {
      String commit = original.commit();
      String address = repository(original.origin());
      Checkout.of(address, commit, folder);
      getLog().info("checked out " + commit + " of " + address);
    } else {
      Folders.delete(folder);
    }
    Path base = folder.resolve(original.origin().folder());
    Files.createDirectories(base);
    original.requireTree(base);
    return base;
  }

  private String repository(Origin origin) {
    if (repository != null) {
      return repository;
    }
    return origin
        .repository()
        .orElseThrow(
            () ->
                setup(
                    "The run records no git repository, because its project declared none (<scm><connection>scm:git:...). Name it with -Dtrunk.repository=ADDRESS_OR_FOLDER."));
  }

  /** Where the images are, if not where the recipe has them; an official data set is fetched. */
  private Optional<Path> images(SourceSpec source, Path base) {
    if (source.format() == SourceSpec.Format.STROKES) {
      if (data != null) {
        throw setup("The run's images are drawn, not read: leave <data> (trunk.data) out.");
      }
      return Optional.empty();
    }
    if (data != null) {
      return Optional.of(data.toPath().toAbsolutePath());
    }
    if (source.source().isEmpty()) {
      Path folder = datasetsFolder().resolve(source.official().orElseThrow().name().toString());
      new Fetcher(Fetching.settings(mirrors, session), getLog()::info)
          .fetch(source.official().get(), source.checksums(), folder);
      return Optional.empty();
    }
    String place = source.source().get();
    if (Files.notExists(base.resolve(place))) {
      throw setup(
          "The run's images were in %s, and nothing is there now. Name the folder or archive that holds the same files with -Dtrunk.data=PLACE."
              .formatted(place));
    }
    return Optional.empty();
  }

  private ForkRequest request(
      RecordedRun original, List<Artifact> artifacts, Path work, Path base, Optional<Path> images)
      throws IOException {
    Recipe declared = original.declared();
    Origin origin = original.origin();
    RunRequest run =
        new RunRequest(
            RunRequest.Goal.TRAIN,
            base.toString(),
            work.resolve(NetworkLayout.RECIPE).toString(),
            origin.engine(),
            Map.of(),
            output(work).toString(),
            work.resolve("cache").toString(),
            datasetsFolder().toString(),
            ParallelNodes.of(parallelNodes, declared.determinism()),
            Map.of(),
            Optional.of(GitState.read(base.toFile(), getLog())),
            List.of(),
            Optional.empty(),
            InferenceRequest.DEFAULT,
            Optional.of(origin),
            Optional.of(
                new Original(
                    work.resolve(NetworkLayout.RECIPE).toString(),
                    images.map(Path::toString),
                    original.manifest().reproducible().data().digest(),
                    original.manifest().reproducible().data().files())));
    ProcessForkLauncher.makeOutputFolder(output(work));
    ForkJava java = ForkJava.find(toolchains, session);
    Path natives =
        cacheFolder()
            .resolve("engine")
            .resolve(ProjectEngine.digest(artifacts, origin.engine().installed().isEmpty()));
    return new ForkRequest(
        run,
        List.of(),
        java.executable(),
        Stream.concat(
                EngineEnvironment.jvmArguments(java.version()).stream(), jvmArguments.stream())
            .toList(),
        artifacts.stream().map(artifact -> artifact.getFile().toPath()).toList(),
        ForkEnvironment.of(
            EngineEnvironment.variables(declared.determinism(), origin.engine(), natives)));
  }

  private static Path output(Path work) {
    return work.resolve("run");
  }

  private Path cacheFolder() {
    return (cache == null ? UserCacheFolder.find() : cache.toPath()).toAbsolutePath();
  }

  private Path datasetsFolder() {
    return DatasetsFolder.find(datasets, cacheFolder()).toAbsolutePath();
  }

  private static UserException setup(String message) {
    return new UserException(UserException.Kind.SETUP, message);
  }
}
