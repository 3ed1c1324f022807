package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.Location;
import io.github.trunkrepro.runtime.document.Node;
import io.github.trunkrepro.runtime.document.Problems;
import io.github.trunkrepro.runtime.environment.EnvironmentSchema;
import io.github.trunkrepro.runtime.environment.EnvironmentSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/** The {@code <environment>} of the plugin's configuration, read by the recipe's own schema. */
final class EnvironmentXml {
  private static final String NAME = "the plugin's <environment>";

  private final Problems problems = new Problems(NAME);

  private EnvironmentXml() {}

  /**
   * Reads it.
   *
   * @throws io.github.trunkrepro.runtime.document.UserException with all mistakes, each with its
   *     XML path
   */
  static EnvironmentSpec read(PlexusConfiguration xml) {
    EnvironmentXml reader = new EnvironmentXml();
    Node node = reader.node(xml, "<" + xml.getName() + ">");
    reader.problems.throwIfAny();
    return EnvironmentSchema.read(node, NAME);
  }

  private Node node(PlexusConfiguration element, String path) {
    Location at = new Location(path, 0, 0);
    if (element.getChildCount() == 0) {
      String value = element.getValue();
      return new Node.Scalar(at, value == null ? "" : value.strip(), true);
    }
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    for (PlexusConfiguration child : element.getChildren()) {
      String childPath = path + "<" + child.getName() + ">";
      Location childAt = new Location(childPath, 0, 0);
      Node.Entry entry = new Node.Entry(child.getName(), childAt, node(child, childPath));
      if (entries.putIfAbsent(child.getName(), entry) != null) {
        problems.add(childAt, "stands twice; a list is written with commas: avx2, fma");
      }
    }
    return new Node.Mapping(at, entries.values().stream().toList());
  }
}
