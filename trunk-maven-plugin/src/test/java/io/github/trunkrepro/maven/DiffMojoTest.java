package io.github.trunkrepro.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.document.ReadableJson;
import io.github.trunkrepro.runtime.manifest.Materials;
import io.github.trunkrepro.runtime.manifest.NetworkLayout;
import io.github.trunkrepro.runtime.manifest.Predictions;
import io.github.trunkrepro.runtime.manifest.PublishedManifest;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.MojoExecutionException;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@MojoTest
class DiffMojoTest extends GoalTest {
  private DiffMojo mojo;

  @BeforeEach
  @InjectMojo(goal = "diff")
  void prepareGoal(DiffMojo injected) {
    mojo = injected;
    mojo.basedir = folder.toFile();
    mojo.a = "src/trunk/baseline.json";
    place(mojo);
  }

  private String said() {
    return String.join("\n", log.lines());
  }

  @Test
  void comparesTheRunWithTheBaseline() throws Exception {
    Manifests.baseline(90).write(baseline());
    Manifests.run(80).write(output().resolve("manifest.json"));
    mojo.execute();
    assertThat(said()).contains("Test accuracy: 0.9000 (90/100) -> 0.8000 (80/100)");
    assertThat(output().resolve("diff.json")).content().contains("\"robinsonFoulds\": 0");
    assertThat(output().resolve("diff.md")).content().contains("0.8000 (80/100)");
  }

  @Test
  void comparesAnArtifactWithTwoRevisions() throws Exception {
    Path stored = folder.resolve("results/manifest.json");
    try (Git git = Git.init().setDirectory(folder.toFile()).call()) {
      Manifests.run(70).write(stored);
      commit(git);
      Manifests.run(60).write(stored);
      commit(git);
    }
    Path jar = folder.resolve("network.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(NetworkLayout.archiveFolder("g", "a") + "manifest.json"));
      zip.write(
          ReadableJson.write(PublishedManifest.of(Manifests.run(80)))
              .getBytes(StandardCharsets.UTF_8));
    }
    mojo.a = "HEAD~1:results/manifest.json";
    mojo.b = "HEAD:results/manifest.json";
    mojo.execute();
    assertThat(said()).contains("0.7000 (70/100) -> 0.6000 (60/100)");
    mojo.b = "network.jar";
    mojo.execute();
    assertThat(said()).contains("0.7000 (70/100) -> 0.8000 (80/100)");
    assertThat(said()).contains("Predictions are not compared: A and B have none.");
    // The jar is closed again: Windows would not let go of it.
    Files.delete(jar);
    mojo.b = "nowhere:results/manifest.json";
    assertThatThrownBy(mojo::execute).hasMessageContaining("no revision nowhere");
    mojo.b = "HEAD:other.json";
    assertThatThrownBy(mojo::execute).hasMessageContaining("no other.json there");
  }

  @Test
  void comparesTheFilesOfTwoFolders() throws Exception {
    Path other = folder.resolve("other");
    run(other, "ring");
    run(output(), "bar");
    // A baseline that lies beside a run is not of that run.
    Manifests.baseline(90).write(other.resolve("baseline.json"));
    mojo.a = "other";
    mojo.execute();
    assertThat(said()).contains("Predictions: other for 1 of 1 test images, 1 right in A alone");
    assertThat(output().resolve("diff.json")).content().contains("\"image\": 0");
    mojo.a = "other/baseline.json";
    mojo.execute();
    assertThat(said()).contains("Predictions are not compared: A has none.");
  }

  private static void run(Path folder, String predicted) {
    Manifests.run(90).write(folder.resolve("manifest.json"));
    new Materials(Materials.VERSION, "", "train", "test", List.of(), Optional.empty())
        .write(folder.resolve("materials.json"));
    new Predictions(List.of(new Predictions.Row("ring", predicted)))
        .write(folder.resolve("predictions.csv"));
  }

  private static void commit(Git git) throws Exception {
    git.add().addFilepattern("results").call();
    git.commit()
        .setMessage("result")
        .setAuthor("author", "author@example.com")
        .setCommitter("author", "author@example.com")
        .setSign(false)
        .call();
  }

  @Test
  void aRecipeOfAnotherRunIsRefused() throws Exception {
    Manifests.baseline(90).write(baseline());
    Manifests.run(90).write(output().resolve("manifest.json"));
    Files.writeString(
        output().resolve("recipe.json"),
        """
        {"version": "1", "images": {"channels": 1, "height": 28, "width": 28}, "recipe": {},
         "treeDigest": null}
        """);
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContainingAll("recipe.json", "a".repeat(64), "take both from one run");
    assertThat(output().resolve("diff.json")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "."})
  void whatIsNoResultIsRefused(String name) throws Exception {
    Manifests.run(90).write(output().resolve("manifest.json"));
    mojo.a = name;
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContainingAll("<a> (trunk.a) is " + name, "REVISION:PATH", "mvn trunk:train");
  }

  @Test
  void anotherDocumentIsRefused() throws Exception {
    Files.createDirectories(baseline().getParent());
    Files.writeString(baseline(), "{\"version\": \"imported-1\"}");
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContainingAll("baseline.json", "version imported-1");
  }

  @Test
  void skips() throws Exception {
    mojo.skip = true;
    mojo.execute();
    assertThat(output().resolve("diff.json")).doesNotExist();
  }
}
