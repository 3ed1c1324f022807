package io.github.trunkrepro.runtime.environment;

import org.eclipse.aether.util.version.GenericVersionScheme;
import org.eclipse.aether.version.InvalidVersionSpecificationException;
import org.eclipse.aether.version.VersionConstraint;

/**
 * A version range as Maven writes it, {@code [17,26)}. A version alone means exactly that version:
 * where bits are at stake there is no "or something newer".
 *
 * @param text as the user wrote it
 */
public record VersionRange(String text) {
  private static final GenericVersionScheme SCHEME = new GenericVersionScheme();

  /**
   * Checks the text.
   *
   * @throws IllegalArgumentException if it is no range
   */
  public VersionRange {
    constraint(text);
  }

  /** Whether a version lies in the range, by Maven's order of versions. */
  public boolean contains(String version) {
    try {
      return constraint(text).containsVersion(SCHEME.parseVersion(version));
    } catch (InvalidVersionSpecificationException e) {
      return false;
    }
  }

  private static VersionConstraint constraint(String text) {
    String range = text.startsWith("[") || text.startsWith("(") ? text : "[" + text + "]";
    try {
      return SCHEME.parseVersionConstraint(range);
    } catch (InvalidVersionSpecificationException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
