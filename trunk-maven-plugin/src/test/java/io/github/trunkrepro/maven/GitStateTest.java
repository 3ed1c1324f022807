package io.github.trunkrepro.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.trunkrepro.runtime.manifest.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitStateTest {
  @TempDir private Path folder;
  private Path project;
  private String commit;

  @BeforeEach
  void commitOneFile() throws IOException, GitAPIException {
    project = folder.resolve("repository/project");
    Files.createDirectories(project);
    Files.writeString(project.resolve("recipe.yaml"), "seed: 1");
    try (Git git = Git.init().setDirectory(project.getParent().toFile()).call()) {
      git.add().addFilepattern(".").call();
      RevCommit made =
          git.commit()
              .setMessage("first")
              .setAuthor("author", "author@example.com")
              .setCommitter("author", "author@example.com")
              .setSign(false)
              .call();
      commit = made.name();
    }
  }

  @Test
  void isTheCommitOfACleanProjectBelowTheRepositorysRoot() {
    Provenance state = read(project);
    assertThat(state.commit()).contains(commit);
    assertThat(state.dirtyFiles()).isEmpty();
    assertThat(state.time()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
  }

  @Test
  void dirtyFilesAreSortedAndRelativeToTheRoot() throws IOException {
    Files.writeString(project.resolve("recipe.yaml"), "seed: 2");
    Files.writeString(project.resolve("new.txt"), "");
    assertThat(read(project).dirtyFiles())
        .containsExactly("project/new.txt", "project/recipe.yaml");
  }

  @Test
  void aDetachedHeadIsACommit() throws IOException, GitAPIException {
    try (Git git = Git.open(project.getParent().toFile())) {
      git.checkout().setName(commit).call();
    }
    assertThat(read(project).commit()).contains(commit);
  }

  @Test
  void aRepositoryBeforeItsFirstCommitHasNone() throws IOException, GitAPIException {
    Path fresh = Files.createDirectory(folder.resolve("fresh"));
    Git.init().setDirectory(fresh.toFile()).call().close();
    Files.writeString(fresh.resolve("file"), "");
    assertThat(read(fresh).commit()).isEmpty();
    assertThat(read(fresh).dirtyFiles()).containsExactly("file");
  }

  @Test
  void outsideOfARepositoryThereIsOnlyTheTime() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Assumptions.assumeTrue(
        Stream.iterate(outside, path -> path != null, Path::getParent)
            .noneMatch(path -> Files.exists(path.resolve(".git"))),
        "the temporary folder is inside a repository");
    assertThat(read(outside))
        .isEqualTo(new Provenance(Optional.empty(), List.of(), read(outside).time()));
  }

  @Test
  void aBrokenRepositoryIsNoReasonToFail() throws IOException {
    Path broken = Files.createDirectory(folder.resolve("broken"));
    Files.writeString(broken.resolve(".git"), "gitdir: nowhere");
    assertThat(read(broken).commit()).isEmpty();
  }

  @Test
  void linkedWorktreesAndShallowClonesAreRead() throws IOException, InterruptedException {
    Path root = project.getParent();
    Path linked = folder.resolve("linked");
    Path shallow = folder.resolve("shallow");
    git(root, "worktree", "add", "-q", "--detach", linked.toString());
    git(folder, "clone", "-q", "--depth", "1", root.toUri().toString(), shallow.toString());
    Files.writeString(linked.resolve("project/new.txt"), "");
    assertThat(read(linked).commit()).contains(commit);
    assertThat(read(linked).dirtyFiles()).containsExactly("project/new.txt");
    assertThat(read(shallow).commit()).contains(commit);
    assertThat(read(shallow).dirtyFiles()).isEmpty();
  }

  private static void git(Path folder, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = Stream.concat(Stream.of("git"), Stream.of(arguments)).toList();
    try {
      assertThat(new ProcessBuilder(command).directory(folder.toFile()).start().waitFor()).isZero();
    } catch (IOException e) {
      Assumptions.abort("needs git: " + e.getMessage());
    }
  }

  private static Provenance read(Path path) {
    return GitState.read(path.toFile(), new SystemStreamLog());
  }
}
