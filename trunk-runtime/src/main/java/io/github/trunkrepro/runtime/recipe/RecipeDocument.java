package io.github.trunkrepro.runtime.recipe;

import io.github.trunkrepro.runtime.document.Cursor;
import io.github.trunkrepro.runtime.document.Node;
import io.github.trunkrepro.runtime.document.Overlay;
import io.github.trunkrepro.runtime.document.Placeholders;
import io.github.trunkrepro.runtime.document.Problems;
import io.github.trunkrepro.runtime.document.Schemas;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.document.YamlReader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** What is written in a recipe, together with the file that it extends. */
final class RecipeDocument {
  /** Key that names the file whose keys hold where the recipe has none. */
  static final String EXTENDS = "extends";

  private RecipeDocument() {}

  /**
   * Reads a recipe and lays it over the file that it extends, if it does. Placeholders stand as
   * they are written.
   *
   * @param name the recipe as it is shown to the user
   * @param baseDirectory the project's, to which the extended file's path is relative
   * @param properties value of a property by its name, for placeholders in that path
   * @param problems gets the mistakes after which reading can go on
   * @throws UserException with all mistakes so far, when a file cannot be parsed or the extended
   *     one cannot be found
   */
  static Node read(
      Path file,
      String name,
      Path baseDirectory,
      Function<String, Optional<String>> properties,
      Problems problems) {
    Node own = YamlReader.read(file, name, problems);
    Optional<Node> path = own.find(EXTENDS);
    if (path.isEmpty()) {
      return own;
    }
    Cursor at =
        new Cursor(Placeholders.replace(path.get(), properties, problems), EXTENDS, problems);
    Optional<String> extended = Schemas.text().read(at);
    Optional<Path> found = extended.flatMap(text -> ProjectFile.find(baseDirectory, text, at));
    if (found.isEmpty()) {
      problems.throwIfAny(); // of the rest nothing is known
    }
    Node under = YamlReader.read(found.orElseThrow(), extended.orElseThrow(), problems);
    if (!(under instanceof Node.Mapping)) {
      throw problems.fatal(under.at(), "expected a map, found " + under.description());
    }
    under
        .find(EXTENDS)
        .ifPresent(
            again ->
                problems.add(
                    again.at(),
                    "\""
                        + EXTENDS
                        + "\" is only for the build's own recipe, "
                        + name
                        + ": what that extends extends nothing"));
    return Overlay.lay(own, under);
  }
}
