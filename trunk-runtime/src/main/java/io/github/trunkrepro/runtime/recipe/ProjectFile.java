package io.github.trunkrepro.runtime.recipe;

import io.github.trunkrepro.runtime.document.Cursor;
import io.github.trunkrepro.runtime.document.Definitions;
import io.github.trunkrepro.runtime.document.Node;
import io.github.trunkrepro.runtime.document.Schema;
import io.github.trunkrepro.runtime.document.Schemas;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The path of a file that must be there, relative to the project's base directory.
 *
 * @param baseDirectory the project's
 */
record ProjectFile(Path baseDirectory) implements Schema<String> {
  private static final Schema<String> TEXT = Schemas.text();

  @Override
  public Optional<String> read(Cursor at) {
    return TEXT.read(at).filter(name -> find(baseDirectory, name, at).isPresent());
  }

  /** The file; where it is missing, that is reported. */
  static Optional<Path> find(Path baseDirectory, String name, Cursor at) {
    try {
      Path file = baseDirectory.resolve(name);
      if (Files.isRegularFile(file)) {
        return Optional.of(file);
      }
      at.problem("there is no file " + file.normalize());
    } catch (InvalidPathException e) {
      at.problem("not a path: " + e.getMessage());
    }
    return Optional.empty();
  }

  @Override
  public boolean accepts(Node node) {
    return TEXT.accepts(node);
  }

  @Override
  public String expected() {
    return "a file, relative to the project's base directory";
  }

  @Override
  public Map<String, Object> json(Definitions definitions) {
    return TEXT.json(definitions);
  }
}
