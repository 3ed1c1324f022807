package io.github.trunkrepro.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.trunkrepro.runtime.document.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStampsTest {
  @TempDir Path folder;
  private Path file;
  private Path kept;

  @BeforeEach
  void file() throws IOException {
    file = Files.writeString(folder.resolve("native.jar"), "native");
    kept = folder.resolve("digests/kept");
  }

  @Test
  void aDigestIsKeptForTheFileAsItIs() throws IOException {
    String digest = FileStamps.sha256(file);
    FileStamps.keep(kept, List.of(file));
    assertThat(digest).isEqualTo(Digests.sha256(file));
    assertThat(kept).hasContent(digest + " " + FileStamps.stamp(file).strip());
    Files.writeString(file, "changed");
    FileStamps.recall(kept);
    assertThat(FileStamps.sha256(file)).isEqualTo(Digests.sha256(file)).isNotEqualTo(digest);
    FileStamps.keep(kept, List.of(file));
    assertThat(kept).content().hasLineCount(1).startsWith(Digests.sha256(file));
  }

  @Test
  void anotherJvmTakesWhatWasKept() throws IOException {
    String digest = "0".repeat(64);
    Files.createDirectories(kept.getParent());
    Files.writeString(kept, "\n0123 damaged\n" + digest + " " + FileStamps.stamp(file));
    FileStamps.recall(kept);
    assertThat(FileStamps.sha256(file)).isEqualTo(digest);
  }

  @Test
  void aFileThatNobodyAskedForIsLeftOut() throws IOException {
    Path other = Files.writeString(folder.resolve("other.jar"), "other");
    FileStamps.sha256(other);
    FileStamps.keep(kept, List.of(file, other));
    assertThat(kept).content().hasLineCount(1).startsWith(Digests.sha256(other));
  }

  @Test
  void nothingWasKept() throws IOException {
    FileStamps.recall(kept);
    assertThat(FileStamps.sha256(file)).isEqualTo(Digests.sha256(file));
  }
}
