package io.github.trunkrepro.runtime.recipe;

import io.github.trunkrepro.runtime.document.Cursor;
import io.github.trunkrepro.runtime.document.Definitions;
import io.github.trunkrepro.runtime.document.Node;
import io.github.trunkrepro.runtime.document.Problems;
import io.github.trunkrepro.runtime.document.Schema;
import io.github.trunkrepro.runtime.document.Schemas;
import io.github.trunkrepro.runtime.document.YamlReader;
import io.github.trunkrepro.runtime.network.NetworkSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A network by the name of a shipped one, or in a file of its own.
 *
 * @param baseDirectory the project's
 */
record NetworkReference(Path baseDirectory) implements Schema<NetworkSpec> {
  /** The networks of {@code io/github/trunkrepro/runtime/network}. */
  static final List<String> SHIPPED =
      List.of(
          "vgg-cifar10",
          "vgg-emnist",
          "vgg-svhn",
          "mobilenet-cifar10",
          "mobilenet-emnist",
          "mobilenet-svhn",
          "vgg-cifar10-published");

  private static final Schema<String> NAME =
      Schemas.word(SHIPPED, "a path that ends in .yaml, or the layers");

  private static final Schema<String> FILE =
      Schemas.text("a path that ends in .yaml", Pattern.compile(".+\\.yaml"));

  @Override
  public Optional<NetworkSpec> read(Cursor at) {
    if (at.node() instanceof Node.Scalar scalar) {
      if (SHIPPED.contains(scalar.text())) {
        return Optional.of(shipped(scalar.text()));
      }
      if (scalar.text().endsWith(".yaml")) {
        return file(scalar.text(), at);
      }
    }
    return NAME.read(at).map(NetworkReference::shipped);
  }

  private Optional<NetworkSpec> file(String name, Cursor at) {
    Optional<Path> file = ProjectFile.find(baseDirectory, name, at);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    Node network = YamlReader.read(file.get(), name, at.problems());
    return NetworkSchema.NETWORK.read(Cursor.root(network, at.problems()));
  }

  /** A network that comes with the runtime. */
  static NetworkSpec shipped(String name) {
    String resource = "/io/github/trunkrepro/runtime/network/" + name + ".yaml";
    try (InputStream in = NetworkReference.class.getResourceAsStream(resource)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Problems problems = new Problems(resource);
      Node node = YamlReader.parse(text, resource, problems);
      Optional<NetworkSpec> network = NetworkSchema.NETWORK.read(Cursor.root(node, problems));
      problems.throwIfAny();
      return network.orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean accepts(Node node) {
    return node instanceof Node.Scalar;
  }

  @Override
  public String expected() {
    return NAME.expected();
  }

  @Override
  public Map<String, Object> json(Definitions definitions) {
    return Map.of("anyOf", List.of(NAME.json(definitions), FILE.json(definitions)));
  }
}
