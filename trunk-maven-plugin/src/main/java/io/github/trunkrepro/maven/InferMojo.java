package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.fork.InferenceRequest;
import io.github.trunkrepro.runtime.fork.RunRequest;
import io.github.trunkrepro.runtime.importing.AuthorsImport;
import io.github.trunkrepro.runtime.importing.NetworkImport;
import io.github.trunkrepro.runtime.recipe.Recipe;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.toolchain.ToolchainManager;

/**
 * Evaluates a trained or imported tree on the recipe's test set; or, given image files, shows the
 * way of each down the tree.
 *
 * @since 0.1.0
 */
@Mojo(
    name = "infer",
    defaultPhase = LifecyclePhase.VERIFY,
    requiresDependencyResolution = ResolutionScope.RUNTIME,
    threadSafe = true)
public class InferMojo extends ForkMojo {
  private static final Set<String> IMAGE_FILES = Set.of("png", "jpg", "jpeg");

  /**
   * Images to classify: files, and folders whose images (png, jpg, jpeg) are taken in order of
   * their names; on the command line separated by commas. Without any, the test set is evaluated.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.images")
  List<File> images = List.of();

  /**
   * Folder of the network: what <code>trunk:train</code> or <code>trunk:import</code> wrote, or a
   * folder in the authors' layout, which is imported first, into <code>imported</code> in the
   * output folder. The default is the output folder. What comes out is written beside the network.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.network")
  File network;

  /**
   * Folds every batch norm into the convolution before it, which is faster. Outputs differ from
   * those of the training by rounding; an image whose two best outputs are as near may take another
   * path.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.foldBatchNorm", defaultValue = "false")
  boolean foldBatchNorm;

  /**
   * Measures, after the evaluation, the milliseconds of one image on each path and the images per
   * second of batches, and writes them to <code>speed.json</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.speed", defaultValue = "false")
  boolean speed;

  /**
   * Creates the goal.
   *
   * @param toolchains gives the fork's JDK
   */
  @Inject
  public InferMojo(ToolchainManager toolchains) {
    super(toolchains);
  }

  @Override
  void run() throws IOException {
    Recipe declared = readRecipe();
    if (network != null) {
      outputDirectory = networkFolder(declared).toFile();
    }
    if (!Files.exists(outputDirectory.toPath().resolve("manifest.json"))) {
      throw new UserException(
          UserException.Kind.SETUP,
          "There is no finished training in %s. Train one first: mvn trunk:train, or import one: mvn trunk:import"
              .formatted(outputDirectory));
    }
    List<Path> files = imageFiles();
    RunRequest.Goal goal = files.isEmpty() ? RunRequest.Goal.EVALUATE : RunRequest.Goal.CLASSIFY;
    fork(goal, declared, files).forEach(getLog()::info);
  }

  @Override
  InferenceRequest inference() {
    return new InferenceRequest(foldBatchNorm, speed);
  }

  private Path networkFolder(Recipe declared) {
    Path folder = network.toPath();
    if (!NetworkImport.isAuthorsLayout(folder)) {
      return folder;
    }
    Path imported = outputDirectory.toPath().resolve("imported");
    AuthorsImport.run(folder, declared, base(), datasetsFolder(), imported).forEach(getLog()::info);
    return imported;
  }

  private List<Path> imageFiles() throws IOException {
    List<Path> files = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (File image : images) {
      Path path = image.toPath().toAbsolutePath();
      if (Files.isDirectory(path)) {
        List<Path> inside = imagesIn(path);
        if (inside.isEmpty()) {
          problems.add(path + " is a folder without images");
        }
        files.addAll(inside);
      } else if (Files.exists(path)) {
        files.add(path);
      } else {
        problems.add(path + " does not exist");
      }
    }
    if (!problems.isEmpty()) {
      throw new UserException(
          UserException.Kind.SETUP,
          "<images> (trunk.images): " + String.join("; ", problems) + ".");
    }
    return files;
  }

  private static List<Path> imagesIn(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(Files::isRegularFile)
          .filter(file -> IMAGE_FILES.contains(extension(file)))
          .sorted()
          .toList();
    }
  }

  private static String extension(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
