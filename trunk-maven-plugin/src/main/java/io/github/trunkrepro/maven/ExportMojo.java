package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.ReadableJson;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.manifest.Baseline;
import io.github.trunkrepro.runtime.manifest.Manifest;
import io.github.trunkrepro.runtime.manifest.Materials;
import io.github.trunkrepro.runtime.manifest.NetworkLayout;
import io.github.trunkrepro.runtime.recipe.RecipeFile;
import io.github.trunkrepro.runtime.report.ReproducibilityChecklist;
import io.github.trunkrepro.runtime.report.ResearchCrate;
import io.github.trunkrepro.runtime.report.RunFacts;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.model.License;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/**
 * Writes what other tools read of a finished run, from what it recorded: a CycloneDX bill of
 * materials of the model, RO-Crate metadata of the folder, and the machine learning reproducibility
 * checklist with the paper's table 1.
 *
 * @since 0.1.0
 */
@Mojo(name = "export", threadSafe = true)
public class ExportMojo extends ResultMojo {
  private static final String BOM = "bom.cdx.json";
  private static final String CHECKLIST = "reproducibility.md";

  /**
   * The README, of which the checklist says whether <code>trunk:readme</code> wrote its section.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.readme", defaultValue = "${project.basedir}/README.md")
  File readme;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  MavenProject project;

  @Override
  void run() throws IOException {
    Path folder = outputDirectory.toPath();
    if (Files.notExists(folder.resolve(NetworkLayout.MANIFEST))) {
      throw new UserException(
          UserException.Kind.SETUP,
          "There is no finished run to export: %s is missing. Train first: mvn trunk:train"
              .formatted(folder.resolve(NetworkLayout.MANIFEST)));
    }
    RunFacts facts = facts(folder);
    write(folder.resolve(BOM), ModelBom.json(facts));
    ReproducibilityChecklist.of(facts).write(folder.resolve(CHECKLIST));
    // Of the files that are there now, those two among them.
    write(
        folder.resolve(ResearchCrate.FILE),
        ReadableJson.write(ResearchCrate.of(facts(folder), folder)));
    for (String name : List.of(BOM, CHECKLIST, ResearchCrate.FILE)) {
      getLog().info("written: " + folder.resolve(name));
    }
  }

  private RunFacts facts(Path folder) throws IOException {
    Path baseline = folder.resolve(NetworkLayout.BASELINE);
    return new RunFacts(
        project.getGroupId(),
        project.getArtifactId(),
        project.getVersion(),
        Optional.ofNullable(project.getDescription())
            .map(text -> text.strip().replaceAll("\\s+", " ")),
        project.getLicenses().stream().map(License::getName).toList(),
        Manifest.read(folder.resolve(NetworkLayout.MANIFEST)),
        Materials.read(folder.resolve(NetworkLayout.MATERIALS)),
        Json.read(folder.resolve(NetworkLayout.RECIPE), RecipeFile.class),
        Files.exists(baseline) ? Optional.of(Baseline.read(baseline)) : Optional.empty(),
        files(folder),
        new RunFacts.Present(
            Files.exists(folder.resolve(NetworkLayout.LOCK)),
            readme.isFile() && Files.readString(readme.toPath()).contains(ReadmeMojo.MARK),
            studies(folder)));
  }

  /** The files that are the run's record: what is published, and the epochs. */
  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .filter(ExportMojo::isRecord)
          .sorted()
          .toList();
    }
  }

  private static boolean isRecord(String name) {
    return name.startsWith(NetworkLayout.NODES + "/")
        || name.startsWith(NetworkLayout.LIKELIHOODS + "/")
        || List.of(
                NetworkLayout.MANIFEST,
                NetworkLayout.RECIPE,
                NetworkLayout.TREE,
                NetworkLayout.METRICS,
                NetworkLayout.ARCHITECTURE,
                NetworkLayout.MATERIALS,
                NetworkLayout.BASELINE,
                NetworkLayout.ACCEPTED_DRIFT,
                NetworkLayout.LOCK,
                NetworkLayout.STATEMENT,
                BOM,
                CHECKLIST)
            .contains(name);
  }

  private static List<String> studies(Path folder) throws IOException {
    Path studies = folder.resolve("sensitivity");
    if (Files.notExists(studies)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(studies)) {
      return all.filter(study -> Files.exists(study.resolve("sensitivity.json")))
          .map(study -> study.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  private static void write(Path file, String text) {
    AtomicFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
