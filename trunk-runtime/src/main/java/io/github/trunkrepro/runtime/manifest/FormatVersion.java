package io.github.trunkrepro.runtime.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.UserException;
import java.nio.file.Path;

/** Looks at the version of a file before the rest of it is understood. */
final class FormatVersion {
  private FormatVersion() {}

  /**
   * Checks the key {@code version} of a JSON file.
   *
   * @param mend what the user can do about another version
   * @throws UserException of kind SETUP when it is another
   */
  static void check(Path file, String version, String mend) {
    JsonNode found = Json.read(file, JsonNode.class).path("version");
    if (!found.isTextual() || !found.textValue().equals(version)) {
      throw new UserException(
          UserException.Kind.SETUP,
          "%s: expected \"version\": \"%s\", found %s; %s"
              .formatted(file, version, found.isMissingNode() ? "none" : found, mend));
    }
  }
}
