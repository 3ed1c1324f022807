package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.attestation.Keys;
import io.github.trunkrepro.runtime.document.UserException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyPair;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/**
 * The key that a build signs with. No goal hands it to a fork, and no message holds it.
 *
 * @param expires last day on which its signatures hold
 */
record SigningKey(KeyPair pair, Optional<LocalDate> expires) {
  /** Environment variable that may hold the key itself, for CI. */
  static final String VARIABLE = "TRUNK_SIGNING_KEY";

  /**
   * The key that is named, else the one in the environment; empty when there is neither.
   *
   * @param file of the key, may be null
   * @param expires a day, as in 2027-12-31; may be null
   * @throws UserException when it is no key, or no day
   */
  static Optional<SigningKey> find(File file, String expires, Map<String, String> variables)
      throws IOException {
    Optional<LocalDate> day =
        Optional.ofNullable(expires)
            .map(text -> Days.parse("<signatureExpires> (trunk.signatureExpires)", text));
    if (file != null) {
      if (!file.isFile()) {
        throw new UserException(
            UserException.Kind.SETUP,
            "<signingKey> (trunk.signingKey) is %s, and there is no such file.".formatted(file));
      }
      String pem = Files.readString(file.toPath(), StandardCharsets.ISO_8859_1);
      return Optional.of(new SigningKey(Keys.pair(pem, file.toString()), day));
    }
    return Optional.ofNullable(variables.get(VARIABLE))
        .map(pem -> new SigningKey(Keys.pair(pem, "the variable " + VARIABLE), day));
  }
}
