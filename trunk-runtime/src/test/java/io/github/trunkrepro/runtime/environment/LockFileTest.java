package io.github.trunkrepro.runtime.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockFileTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("environment.lock");
  }

  @Test
  void isReadAsItWasWritten() {
    LockFile lock =
        new LockFile(new TreeMap<>()).with("linux-x86_64-cpu", entry("1", "\"odd\": \\"));
    lock.write(file);
    assertThat(LockFile.read(file, "environment.lock")).isEqualTo(lock);
  }

  @Test
  void isSortedAndHasALineForEachValue() throws IOException {
    new LockFile(new TreeMap<>()).with("linux-x86_64-cpu", entry("1", "avx2")).write(file);
    assertThat(file)
        .hasContent(
            """
            # What trains: written by mvn trunk:lock, compared by mvn trunk:verify-env. Commit it.
            version: "1"
            platforms:
              linux-x86_64-cpu:
                artifacts:
                  "a:b:1": "1"
                  "a:c:1": "1"
                switches:
                  ATEN_CPU_CAPABILITY: avx2
            """);
  }

  @Test
  void lockingOnePlatformLeavesTheOthersAlone() {
    LockFile one = new LockFile(new TreeMap<>()).with("linux-x86_64-cpu", entry("1", "avx2"));
    LockFile two = one.with("osx-aarch64-cpu", entry("2", "x"));
    assertThat(two.with("osx-aarch64-cpu", entry("3", "x")).platforms())
        .containsEntry("linux-x86_64-cpu", entry("1", "avx2"))
        .containsEntry("osx-aarch64-cpu", entry("3", "x"));
  }

  @Test
  void aFileThatIsNotThereIsEmpty() {
    assertThat(LockFile.read(file, "environment.lock").platforms()).isEmpty();
  }

  @Test
  void tellsWhereItIsBroken() throws IOException {
    Files.writeString(file, "version: \"7\"\nplatforms:\n  - linux\n");
    assertThatThrownBy(() -> LockFile.read(file, "environment.lock"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("environment.lock:1:10")
        .hasMessageContaining("environment.lock:3:3");
  }

  private static LockEntry entry(String digest, String value) {
    SortedMap<String, SortedMap<String, String>> sections = new TreeMap<>();
    sections.put("switches", new TreeMap<>(Map.of("ATEN_CPU_CAPABILITY", value)));
    sections.put("artifacts", new TreeMap<>(Map.of("a:c:1", digest, "a:b:1", digest)));
    return new LockEntry(sections);
  }
}
