package io.github.trunkrepro.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.manifest.AcceptedDrift;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.MojoExecutionException;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.StoredConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@MojoTest
class AcceptDriftMojoTest extends GoalTest {
  private AcceptDriftMojo mojo;
  private Path file;

  @BeforeEach
  @InjectMojo(goal = "accept-drift")
  void prepareGoal(AcceptDriftMojo injected) throws Exception {
    mojo = injected;
    file = folder.resolve("src/trunk/accepted-drift.yaml");
    mojo.basedir = folder.toFile();
    mojo.baselineFile = baseline().toFile();
    mojo.acceptedDriftFile = file.toFile();
    mojo.difference = List.of("test accuracy");
    mojo.reason = "fewer images";
    place(mojo);
    Manifests.baseline(90).write(baseline());
    finished(Manifests.run(80));
    author("Ada");
  }

  private void author(String name) throws Exception {
    try (Git git = Git.init().setDirectory(folder.toFile()).call()) {
      StoredConfig config = git.getRepository().getConfig();
      config.setString("user", null, "name", name);
      config.setString("user", null, "email", "ada@example.com");
      config.save();
    }
  }

  private void fails(String... words) throws IOException {
    byte[] before = Files.exists(file) ? Files.readAllBytes(file) : null;
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContainingAll(words);
    assertThat(Files.exists(file) ? Files.readAllBytes(file) : null).isEqualTo(before);
  }

  @Test
  void acceptsOneDifference() throws Exception {
    mojo.execute();
    assertThat(AcceptedDrift.read(file, "").entries())
        .containsExactly(
            new AcceptedDrift.Entry(
                "test accuracy",
                "cpu-test",
                "0.9000 (90/100)",
                "0.8000 (80/100)",
                "0.8000 (80/100)",
                "fewer images",
                "Ada <ada@example.com>",
                LocalDate.now(ZoneOffset.UTC).plusDays(90)));
    assertThat(String.join("\n", log.lines()))
        .contains("test accuracy, 0.8000 (80/100) instead of 0.9000 (90/100)");
  }

  @Test
  void acceptsAllThatDrifted() throws Exception {
    mojo.difference = List.of("all");
    mojo.expires = "2999-12-31";
    mojo.execute();
    assertThat(AcceptedDrift.read(file, "").entries())
        .extracting(AcceptedDrift.Entry::difference)
        .containsExactly("identity of the run", "test accuracy");
    assertThat(AcceptedDrift.read(file, "").entries())
        .allMatch(entry -> entry.expires().equals(LocalDate.of(2999, 12, 31)));
  }

  @Test
  void acceptingAgainReplaces() throws Exception {
    mojo.execute();
    mojo.reason = "another";
    mojo.execute();
    assertThat(AcceptedDrift.read(file, "").entries())
        .extracting(AcceptedDrift.Entry::reason)
        .containsExactly("another");
  }

  @Test
  void removesOneDifference() throws Exception {
    mojo.difference = List.of("all");
    mojo.execute();
    mojo.remove = List.of("identity of the run");
    mojo.execute();
    assertThat(AcceptedDrift.read(file, "").entries())
        .extracting(AcceptedDrift.Entry::difference)
        .containsExactly("test accuracy");
    mojo.remove = List.of("test accurracy");
    fails("<remove>", "test accurracy", "did you mean", "test accuracy");
    mojo.remove = List.of("test accuracy");
    mojo.execute();
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "test acuracy, why, 2999-01-01, 'expected what has drifted: test accuracy, identity of the run'",
    "tree, why, 2999-01-01, trunk.difference",
    "test accuracy, ' ', 2999-01-01, trunk.reason",
    "test accuracy, , 2999-01-01, trunk.reason",
    "test accuracy, why, 2020-01-01, which is past",
    "test accuracy, why, soon, it must be a day",
  })
  void refusesWhatIsNotToBeAccepted(String what, String reason, String expires, String message)
      throws IOException {
    mojo.difference = List.of(what);
    mojo.reason = reason;
    mojo.expires = expires;
    fails(message);
  }

  @Test
  void saysWhatCanBeNamed() throws IOException {
    mojo.difference = List.of();
    fails("trunk.difference", "what drifted is: test accuracy, identity of the run");
  }

  @Test
  void thereMustBeDrift() throws IOException {
    finished(Manifests.run(90));
    fails("nothing to accept");
  }

  @Test
  void thereMustBeARun() throws IOException {
    Files.delete(output().resolve("manifest.json"));
    fails("There is no finished run", "mvn trunk:train");
  }

  @Test
  void someoneMustAcceptIt() throws Exception {
    author("");
    fails("git does not know who you are", "git config user.name");
  }
}
