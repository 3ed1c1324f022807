package io.github.trunkrepro.runtime.environment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/** A folder that stands for {@code /}. */
final class FakeSystem {
  static final long GIB = 1L << 30;

  /** What the JDK and oshi say of a machine with 8 processors and 16 GiB. */
  static final SystemReport REPORT =
      new SystemReport(
          "17.0.15",
          "/opt/jdk",
          "linux",
          "Debian GNU/Linux 12 (bookworm)",
          "6.1.0-37-amd64",
          "x86_64",
          "CPU as oshi calls it",
          new TreeSet<>(List.of("as", "oshi", "says")),
          8,
          8,
          16 * GIB,
          16 * GIB);

  private final Path root;

  FakeSystem(Path root) {
    this.root = root;
  }

  /** Writes a file. */
  FakeSystem with(String path, String... lines) {
    Path file = root.resolve(path.substring(1));
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, List.of(lines));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  Path file(String path) {
    return root.resolve(path.substring(1));
  }

  SystemFiles files() {
    return new SystemFiles(root);
  }

  Machine machine() {
    return new Machine(files(), REPORT);
  }
}
