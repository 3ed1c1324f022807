package io.github.trunkrepro.runtime.recipe;

import io.github.trunkrepro.runtime.document.Cursor;
import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.document.Location;
import io.github.trunkrepro.runtime.document.Node;
import io.github.trunkrepro.runtime.document.Placeholders;
import io.github.trunkrepro.runtime.document.Problems;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.environment.EnvironmentSchema;
import io.github.trunkrepro.runtime.environment.EnvironmentSpec;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads recipes, each together with the file that it extends. */
public final class RecipeReader {
  private RecipeReader() {}

  /**
   * Reads a recipe, puts the values of properties in, binds it and takes its digest.
   *
   * <p>The digest is that of the recipe as it was understood; that a part of it stands in a file
   * that is extended does not change it. Paths count as they are written, once placeholders are
   * replaced; of the network and of the tree the content counts as well.
   *
   * @param file the recipe, YAML or JSON
   * @param baseDirectory the project's; paths in the recipe are relative to it, and the file is
   *     shown to the user so
   * @param properties values for {@code ${name}}; a superset of {@link #properties}
   * @throws UserException of kind SETUP that lists every mistake with file, line and column
   */
  public static Recipe read(Path file, Path baseDirectory, Map<String, String> properties) {
    return read(file, baseDirectory, properties, List.of());
  }

  /**
   * The same with changes, which are made in their order once placeholders are replaced; the digest
   * is that of the changed recipe.
   */
  public static Recipe read(
      Path file, Path baseDirectory, Map<String, String> properties, List<RecipeEdit> edits) {
    String name = Location.shown(file, baseDirectory);
    Problems problems = new Problems(name);
    Node node = document(file, name, baseDirectory, properties, problems);
    for (RecipeEdit edit : edits) {
      node = edit.apply(node, problems);
    }
    Optional<RecipeSchema.Draft> draft =
        RecipeSchema.in(baseDirectory).read(Cursor.root(node, problems));
    RecipeResolver resolver = new RecipeResolver(node, problems);
    resolver.checkStructure();
    if (draft.isEmpty() || problems.count() > 0) {
      problems.throwIfAny();
    }
    Recipe recipe = resolver.resolve(draft.orElseThrow());
    problems.throwIfAny();
    Optional<String> treeDigest =
        recipe.tree().map(tree -> Digests.sha256(baseDirectory.resolve(tree)));
    return recipe.withDigest(RecipeDigest.of(recipe, treeDigest));
  }

  /**
   * The environment that a recipe declares. It is no part of the {@link Recipe} nor of its digest:
   * it decides whether a build may train, not what comes out.
   *
   * @return empty if the recipe has no {@code environment}, or one with mistakes, which {@link
   *     #read} reports
   * @throws UserException of kind SETUP when the file cannot be parsed
   */
  public static Optional<EnvironmentSpec> environment(
      Path file, Path baseDirectory, Map<String, String> properties) {
    String name = Location.shown(file, baseDirectory);
    Problems problems = new Problems(name);
    Node node = document(file, name, baseDirectory, properties, problems);
    return node.find("environment")
        .flatMap(found -> EnvironmentSchema.ENVIRONMENT.read(Cursor.root(found, problems)));
  }

  /**
   * Values of the properties that a recipe and the file that it extends ask for, by name; those
   * without a value are left out. What else is wrong with the files is not reported, as long as
   * they can be found and parsed.
   *
   * @param baseDirectory the project's; the file is shown to the user relative to it
   * @param values value of a property by its name
   * @throws UserException of kind SETUP when a file cannot be found or parsed
   */
  public static Map<String, String> properties(
      Path file, Path baseDirectory, Function<String, Optional<String>> values) {
    String name = Location.shown(file, baseDirectory);
    Node node = RecipeDocument.read(file, name, baseDirectory, values, new Problems(name));
    Map<String, String> properties = new LinkedHashMap<>();
    for (String asked : Placeholders.names(node)) {
      values.apply(asked).ifPresent(value -> properties.put(asked, value));
    }
    return properties;
  }

  /**
   * What a correct recipe leaves to a default that its author may not expect, in the words of a
   * log, each with its place.
   *
   * @param properties as for {@link #read}
   * @throws UserException of kind SETUP when a file cannot be found or parsed
   */
  public static List<String> remarks(
      Path file, Path baseDirectory, Map<String, String> properties) {
    String name = Location.shown(file, baseDirectory);
    Node node = document(file, name, baseDirectory, properties, new Problems(name));
    return node
        .find("dataset", "validation")
        .filter(validation -> validation.find("from").isEmpty())
        .map(
            validation ->
                validation.at()
                    + "  dataset.validation has no \"from\", so its images are split from the"
                    + " training images. The TRUNK authors validated on the test images: their"
                    + " test accuracy is selected on. \"from: test\" does as they did.")
        .stream()
        .toList();
  }

  private static Node document(
      Path file,
      String name,
      Path baseDirectory,
      Map<String, String> properties,
      Problems problems) {
    Function<String, Optional<String>> values = key -> Optional.ofNullable(properties.get(key));
    Node written = RecipeDocument.read(file, name, baseDirectory, values, problems);
    return Placeholders.replace(written, values, problems);
  }
}
