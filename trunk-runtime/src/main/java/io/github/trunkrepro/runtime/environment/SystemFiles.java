package io.github.trunkrepro.runtime.environment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Files by which the system tells of itself. What cannot be read is not there.
 *
 * @param root the folder that stands for {@code /}
 */
record SystemFiles(Path root) {

  /** The text of a file, without blanks around it; bytes that are no UTF-8 become marks. */
  Optional<String> text(String path) {
    try {
      byte[] bytes = Files.readAllBytes(root.resolve(path.replaceFirst("^/+", "")));
      return Optional.of(new String(bytes, StandardCharsets.UTF_8).strip());
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** The lines of a file; none if it cannot be read. */
  List<String> lines(String path) {
    return text(path).map(text -> text.lines().toList()).orElse(List.of());
  }

  /** A file that holds one whole number. */
  Optional<Long> number(String path) {
    return text(path).flatMap(SystemFiles::parse);
  }

  /** A whole number; empty for any other text. */
  static Optional<Long> parse(String text) {
    try {
      return Optional.of(Long.valueOf(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
