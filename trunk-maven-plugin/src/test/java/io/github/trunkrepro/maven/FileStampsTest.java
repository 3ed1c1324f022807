package io.github.trunkrepro.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.trunkrepro.runtime.document.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStampsTest {
  private static final int LARGE = 9 << 20;

  @TempDir Path folder;
  private Path file;
  private Path digests;

  @BeforeEach
  void file() throws IOException {
    file = folder.resolve("native.jar");
    digests = folder.resolve("digests");
    Files.write(file, new byte[LARGE]);
  }

  private String kept() throws IOException {
    try (var files = Files.list(digests)) {
      return Files.readString(files.findFirst().orElseThrow());
    }
  }

  @Test
  void aDigestIsKeptForTheFileAsItIs() throws IOException {
    String digest = FileStamps.sha256(file);
    FileStamps.keep(digests, file);
    assertThat(digest).isEqualTo(Digests.sha256(file));
    assertThat(kept()).isEqualTo(digest + "\n" + FileStamps.stamp(file).strip());
    Files.write(file, new byte[LARGE + 1]);
    FileStamps.recall(digests);
    assertThat(FileStamps.sha256(file)).isEqualTo(Digests.sha256(file)).isNotEqualTo(digest);
    FileStamps.keep(digests, file);
    assertThat(digests).isDirectoryContaining(one -> true);
    assertThat(kept()).startsWith(FileStamps.sha256(file));
  }

  @Test
  void anotherJvmTakesWhatWasKept() throws IOException {
    Files.createDirectories(digests);
    Files.writeString(digests.resolve("any"), "0123\n" + FileStamps.stamp(file).strip());
    Files.writeString(digests.resolve("damaged"), "0123");
    FileStamps.recall(digests);
    assertThat(FileStamps.sha256(file)).isEqualTo("0123");
  }

  @Test
  void smallFilesAreReadAgain() throws IOException {
    Path small = Files.writeString(folder.resolve("small.jar"), "small");
    FileStamps.sha256(small);
    FileStamps.keep(digests, small);
    assertThat(digests).doesNotExist();
    FileStamps.recall(digests);
  }
}
