package io.github.trunkrepro.runtime.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesTest {
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir Path folder;

  @Test
  void digestsAreThoseOfFips180() throws Exception {
    Path file = Files.writeString(folder.resolve("abc"), "abc");
    assertThat(Digests.sha256("abc".getBytes(StandardCharsets.UTF_8))).isEqualTo(ABC);
    assertThat(Digests.sha256(file)).isEqualTo(ABC);
    assertThatThrownBy(() -> Digests.sha256(folder.resolve("none")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("none: no such file");
  }

  @Test
  void writingReplacesAndLeavesNothingBeside() throws Exception {
    Path file = folder.resolve("new/a.txt");
    AtomicFiles.write(file, new byte[] {1});
    AtomicFiles.write(file, new byte[] {2, 3});
    assertThat(file).hasBinaryContent(new byte[] {2, 3});
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aFailedWriteLeavesNothingBeside() throws Exception {
    Path taken = Files.createDirectories(folder.resolve("taken/inside")).getParent();
    assertThatThrownBy(() -> AtomicFiles.write(taken, new byte[1]))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("cannot write " + taken);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(taken);
    }
  }
}
