package io.github.trunkrepro.runtime.recipe;

import io.github.trunkrepro.runtime.document.FlowText;
import io.github.trunkrepro.runtime.document.Location;
import io.github.trunkrepro.runtime.document.Node;
import io.github.trunkrepro.runtime.document.NodePaths;
import io.github.trunkrepro.runtime.document.Problems;
import io.github.trunkrepro.runtime.document.YamlReader;
import java.util.List;

/**
 * A change of a recipe before it is read, as a study makes it. It is plain text, so that it can be
 * handed to another process.
 *
 * @param path of the key, see {@link NodePaths}
 * @param value YAML in flow style
 * @param from where it is asked for, for messages
 */
public record RecipeEdit(String path, String value, String from) {

  /** A change to a part of another document. */
  public RecipeEdit(String path, Node value) {
    this(path, FlowText.of(value), value.at().toString());
  }

  private static final String NETWORK = "network";

  /**
   * The recipe with the value in it. A network that is named is the map with its {@code name}
   * alone, so that {@code network.normalization} can be put beside it.
   */
  Node apply(Node recipe, Problems problems) {
    Node parsed = YamlReader.parse(value, from, problems);
    Node before =
        path.startsWith(NETWORK + ".") && recipe instanceof Node.Mapping mapping
            ? withNetworkAsMap(mapping)
            : recipe;
    return NodePaths.put(before, path, at(parsed, new Location(from, 0, 0)), problems);
  }

  private static Node withNetworkAsMap(Node.Mapping recipe) {
    return new Node.Mapping(
        recipe.at(),
        recipe.entries().stream()
            .map(
                entry ->
                    entry.key().equals(NETWORK) && entry.value() instanceof Node.Scalar name
                        ? new Node.Entry(NETWORK, entry.at(), named(name))
                        : entry)
            .toList());
  }

  private static Node named(Node.Scalar name) {
    return new Node.Mapping(name.at(), List.of(new Node.Entry("name", name.at(), name)));
  }

  /** The same with its place in the document that asks for it. */
  private static Node at(Node node, Location place) {
    if (node instanceof Node.Sequence sequence) {
      return new Node.Sequence(
          place, sequence.items().stream().map(item -> at(item, place)).toList());
    }
    if (node instanceof Node.Mapping mapping) {
      return new Node.Mapping(
          place,
          mapping.entries().stream()
              .map(entry -> new Node.Entry(entry.key(), place, at(entry.value(), place)))
              .toList());
    }
    return node instanceof Node.Scalar scalar
        ? new Node.Scalar(place, scalar.text(), scalar.plain())
        : new Node.Broken(place);
  }
}
