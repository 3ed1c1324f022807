package io.github.trunkrepro.runtime.recipe;

import io.github.trunkrepro.runtime.document.Cursor;
import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.document.Node;
import io.github.trunkrepro.runtime.document.Placeholders;
import io.github.trunkrepro.runtime.document.Problems;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.document.YamlReader;
import io.github.trunkrepro.runtime.environment.EnvironmentSchema;
import io.github.trunkrepro.runtime.environment.EnvironmentSpec;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/** Reads recipes. */
public final class RecipeReader {
  private RecipeReader() {}

  /**
   * Reads a recipe, puts the values of properties in, binds it and takes its digest.
   *
   * <p>The digest is that of the recipe as it was understood. Paths count as they are written, once
   * placeholders are replaced; of the network and of the tree the content counts as well.
   *
   * @param file the recipe, YAML or JSON
   * @param baseDirectory the project's; paths in the recipe are relative to it, and the file is
   *     shown to the user so
   * @param properties values for {@code ${name}}; a superset of {@link #placeholders}
   * @throws UserException of kind SETUP that lists every mistake with file, line and column
   */
  public static Recipe read(Path file, Path baseDirectory, Map<String, String> properties) {
    String name = shown(file, baseDirectory);
    Problems problems = new Problems(name);
    Node node = Placeholders.replace(YamlReader.read(file, name, problems), properties, problems);
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
    String name = shown(file, baseDirectory);
    Problems problems = new Problems(name);
    Node node = Placeholders.replace(YamlReader.read(file, name, problems), properties, problems);
    return node.find("environment")
        .flatMap(found -> EnvironmentSchema.ENVIRONMENT.read(Cursor.root(found, problems)));
  }

  /**
   * Names of the properties that a recipe asks for, sorted. What else is wrong with it is not
   * reported, as long as it can be parsed.
   *
   * @param baseDirectory the project's; the file is shown to the user relative to it
   * @throws UserException of kind SETUP when the file cannot be parsed
   */
  public static SortedSet<String> placeholders(Path file, Path baseDirectory) {
    String name = shown(file, baseDirectory);
    return Placeholders.names(YamlReader.read(file, name, new Problems(name)));
  }

  private static String shown(Path file, Path baseDirectory) {
    Path absolute = file.toAbsolutePath().normalize();
    Path base = baseDirectory.toAbsolutePath().normalize();
    Path shown = absolute.startsWith(base) ? base.relativize(absolute) : file;
    return shown.toString().replace('\\', '/');
  }
}
