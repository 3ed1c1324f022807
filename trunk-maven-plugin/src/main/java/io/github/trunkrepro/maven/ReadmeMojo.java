package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.MarkedSection;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.manifest.Architecture;
import io.github.trunkrepro.runtime.manifest.Baseline;
import io.github.trunkrepro.runtime.manifest.NetworkLayout;
import io.github.trunkrepro.runtime.recipe.RecipeFile;
import io.github.trunkrepro.runtime.report.ProjectReadme;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Writes a section of the project's README and a page on its architecture, from the recipe, the
 * accepted baseline and the finished run, between lines that mark it; or checks that they are not
 * stale.
 *
 * @since 0.1.0
 */
@Mojo(name = "readme", threadSafe = true)
public class ReadmeMojo extends RecipeMojo {
  /** In both marking lines. */
  static final String MARK = "trunk:readme";

  private static final String COMMAND = "mvn trunk:readme";
  private static final String PICTURE = "tree.svg";

  /**
   * The README.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.readme", defaultValue = "${project.basedir}/README.md")
  File readme;

  /**
   * The page on the architecture; the tree's picture lies beside it.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "trunk.architecture",
      defaultValue = "${project.basedir}/docs/architecture.md")
  File architecture;

  /**
   * The accepted result.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "trunk.baselineFile",
      defaultValue = "${project.basedir}/src/trunk/baseline.json")
  File baselineFile;

  /**
   * Whether nothing is written, and the build fails when something is stale.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.check", defaultValue = "false")
  boolean check;

  @Override
  void run() throws IOException {
    ProjectReadme texts = texts();
    Path page = architecture.toPath().toAbsolutePath();
    Path folder = readme.toPath().toAbsolutePath().getParent();
    String address = folder.relativize(page).toString().replace('\\', '/');
    section(readme, texts.readme(address));
    section(architecture, texts.architecture(PICTURE));
    picture(page.resolveSibling(PICTURE), texts.picture());
  }

  private ProjectReadme texts() {
    RecipeFile understood = Json.read(ofRun(NetworkLayout.RECIPE), RecipeFile.class);
    Architecture layers = Architecture.read(ofRun(NetworkLayout.ARCHITECTURE));
    Baseline baseline = Baseline.read(baselineFile.toPath());
    String digest = readRecipe().digest();
    same(digest, understood.digest(), outputDirectory, "mvn trunk:train");
    same(digest, baseline.recipeDigest(), baselineFile, "mvn trunk:train and " + Baseline.COMMAND);
    return new ProjectReadme(project(understood), understood, baseline, layers);
  }

  private Path ofRun(String name) {
    Path file = outputDirectory.toPath().resolve(name);
    if (Files.notExists(file)) {
      throw new UserException(
          UserException.Kind.SETUP,
          "There is no finished run to tell of: %s is missing. Train first: mvn trunk:train"
              .formatted(file));
    }
    return file;
  }

  private void same(String declared, String found, File of, String mend) {
    if (!declared.equals(found)) {
      throw new UserException(
          UserException.Kind.CHECK,
          "%s is of another recipe than %s is now; run %s".formatted(of, recipe, mend));
    }
  }

  private ProjectReadme.Project project(RecipeFile understood) {
    String description = project.getDescription();
    return new ProjectReadme.Project(
        project.getName(),
        Optional.ofNullable(description).map(text -> text.strip().replaceAll("\\s+", " ")),
        base().relativize(recipe.toPath().toAbsolutePath()).toString().replace('\\', '/'),
        project.getDependencies().stream()
            .filter(dependency -> dependency.getGroupId().startsWith("ai.djl"))
            .map(d -> d.getGroupId() + ":" + d.getArtifactId() + ":" + d.getVersion())
            .distinct()
            .toList(),
        understood.read().source().official().isPresent(),
        Files.exists(base().resolve("src/trunk/environment.lock")));
  }

  private void section(File file, String content) {
    MarkedSection section = new MarkedSection(file.toPath(), MARK);
    if (check) {
      section.check(content, COMMAND);
    } else {
      getLog().info((section.write(content) ? "written: " : "up to date: ") + file);
    }
  }

  private void picture(Path file, String content) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    boolean same =
        Files.exists(file) && content.equals(Files.readString(file).replace("\r\n", "\n"));
    if (check && !same) {
      throw new UserException(
          UserException.Kind.CHECK,
          "%s is stale or missing; write it anew with %s".formatted(file, COMMAND));
    }
    if (!same) {
      AtomicFiles.write(file, bytes);
    }
  }
}
