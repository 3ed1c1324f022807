package io.github.trunkrepro.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.document.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@MojoTest
class CacheMojoTest extends GoalTest {
  private static final String OLD = "a".repeat(64);
  private static final String NEW = "b".repeat(64);

  private CacheMojo mojo;

  @BeforeEach
  @InjectMojo(goal = "cache")
  void prepareGoal(CacheMojo injected) throws IOException {
    mojo = injected;
    mojo.cache = folder.resolve("cache").toFile();
    mojo.setLog(log);
    node(OLD, "class phase of root", 40);
    node(NEW, "grouping phase of root", 1);
    Path checkpoint = folder.resolve("cache/checkpoints/" + OLD + ".safetensors");
    Files.createDirectories(checkpoint.getParent());
    Files.write(checkpoint, new byte[3 << 20]);
    used(checkpoint, 10);
  }

  @Test
  void listsWhatWasUsedLastFirst() throws Exception {
    mojo.execute();
    assertThat(log.lines())
        .anyMatch(line -> line.contains("1.0 MiB  nodes        class phase of root"))
        .anyMatch(line -> line.contains("3.0 MiB  checkpoints  a phase that was interrupted"));
    String all = String.join("\n", log.lines());
    assertThat(all.indexOf("grouping phase")).isLessThan(all.indexOf("class phase"));
    assertThat(all).contains("3 entries, 5.0 MiB");
  }

  @Test
  void anEmptyCacheIsNoMistake() throws Exception {
    mojo.cache = folder.resolve("none").toFile();
    mojo.execute();
    assertThat(String.join("\n", log.lines())).contains("0 entries");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void verifiesWhatIsWhole() throws Exception {
    mojo.verify = true;
    mojo.execute();
    assertThat(String.join("\n", log.lines())).contains("Every trained node has the digests");
  }

  @Test
  void damageFailsAndIsMovedAside() throws Exception {
    Files.write(nodes().resolve(OLD).resolve("weights.safetensors"), new byte[] {1});
    mojo.verify = true;
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoFailureException.class)
        .hasMessageContainingAll("1 damaged", "class phase of root", "moved aside");
    assertThat(nodes().resolve("damaged-" + OLD)).isDirectory();
    assertThat(nodes().resolve(NEW)).isDirectory();
  }

  @Test
  void prunesByAge() throws Exception {
    mojo.unusedDays = 30;
    mojo.execute();
    assertThat(nodes().resolve(OLD)).doesNotExist();
    assertThat(nodes()).isDirectoryContaining("glob:**" + NEW);
    assertThat(String.join("\n", log.lines())).contains("removed 1 entries, 1.0 MiB");
  }

  @Test
  void dataSetsAreListedAndComparedWithTheOfficialChecksums() throws Exception {
    fetched("mnist/t10k-labels-idx1-ubyte.gz", 2, 3);
    fetched("mnist/train-images-idx3-ubyte.gz.part", 4, 1);
    mojo.execute();
    assertThat(log.lines())
        .anyMatch(line -> line.contains("2.0 MiB  datasets     mnist/t10k-labels-idx1-ubyte.gz  ("))
        .anyMatch(line -> line.contains("train-images-idx3-ubyte.gz.part, not wholly fetched"))
        .anyMatch(line -> line.contains("data sets: 2 entries, 6.0 MiB"))
        .noneMatch(line -> line.contains("expected"));
    mojo.verify = true;
    mojo.execute();
    assertThat(log.lines())
        .filteredOn(line -> line.contains("dataset.checksums"))
        .singleElement()
        .asString()
        .contains("t10k-labels-idx1-ubyte.gz: expected", "found", "mvn trunk:fetch");
  }

  @Test
  void dataSetsAreRemovedOnlyWhenAsked() throws Exception {
    Path data = fetched("mnist/t10k-labels-idx1-ubyte.gz", 2, 40);
    mojo.unusedDays = 30;
    mojo.execute();
    assertThat(data).exists();
    mojo.pruneDatasets = true;
    mojo.execute();
    assertThat(data).doesNotExist();
    assertThat(String.join("\n", log.lines())).contains("removed 1 entries, 2.0 MiB");
  }

  private Path fetched(String name, int mebibytes, int daysAgo) throws IOException {
    Path file = folder.resolve("cache/datasets").resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[mebibytes << 20]);
    used(file, daysAgo);
    return file;
  }

  @Test
  void prunesBySizeWhatWasUsedLongestAgo() throws Exception {
    mojo.maxSize = "5 MB";
    mojo.execute();
    assertThat(nodes().resolve(OLD)).doesNotExist();
    assertThat(nodes().resolve(NEW)).isDirectory();
    assertThat(folder.resolve("cache/checkpoints/" + OLD + ".safetensors")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "-1 GB", "1.5 GB", "10 TB", "99999999999 GB"})
  void refusesASizeThatIsNone(String size) {
    mojo.maxSize = size;
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContainingAll("<maxSize>", "trunk.maxSize", size, "500 MiB");
  }

  @Test
  void refusesAnAgeThatIsNone() {
    mojo.unusedDays = -1;
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContainingAll("<unusedDays>", "-1");
    assertThat(nodes().resolve(OLD)).isDirectory();
  }

  private Path nodes() {
    return folder.resolve("cache/nodes");
  }

  private void node(String key, String what, int daysAgo) throws IOException {
    Path entry = Files.createDirectories(nodes().resolve(key));
    byte[] weights = new byte[1 << 20];
    Files.write(entry.resolve("weights.safetensors"), weights);
    Files.writeString(entry.resolve("about.txt"), what);
    Files.writeString(
        entry.resolve("digests.json"),
        "{\"about.txt\":\"%s\",\"weights.safetensors\":\"%s\"}"
            .formatted(Digests.sha256(entry.resolve("about.txt")), Digests.sha256(weights)));
    used(entry, daysAgo);
  }

  private static void used(Path path, int daysAgo) throws IOException {
    Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(Duration.ofDays(daysAgo))));
  }
}
