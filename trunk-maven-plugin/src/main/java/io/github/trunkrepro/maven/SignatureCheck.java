package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.attestation.Bundle;
import io.github.trunkrepro.runtime.attestation.Keys;
import io.github.trunkrepro.runtime.attestation.SignedStatement;
import io.github.trunkrepro.runtime.document.UserException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.PublicKey;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.maven.plugin.logging.Log;

/**
 * Holds the signature of a run against the key that the user trusts. It covers the statement alone:
 * that the files are those of the statement is for {@link
 * io.github.trunkrepro.runtime.attestation.Verification} to say.
 *
 * @param publicKey file of the key in PEM; null: a signature is named and not verified
 */
record SignatureCheck(File publicKey, Log log) {

  /**
   * Checks a run and tells whose signature it has.
   *
   * @throws UserException when there is no such key, or when the run is unsigned, signed by another
   *     key, altered, or its signature has expired
   */
  void of(Bundle bundle) throws IOException {
    if (publicKey == null) {
      SignedStatement.keys(bundle)
          .forEach(
              key ->
                  log.info(
                      "signed by the key "
                          + key
                          + ", which is not verified; name it with -Dtrunk.publicKey=FILE"));
      return;
    }
    PublicKey key = key();
    Optional<LocalDate> expires =
        SignedStatement.verify(bundle, key, LocalDate.now(ZoneOffset.UTC));
    log.info(
        "signed by the key "
            + Keys.id(key)
            + expires.map(day -> ", until " + day).orElse(", for ever"));
  }

  private PublicKey key() throws IOException {
    if (!publicKey.isFile()) {
      throw new UserException(
          UserException.Kind.SETUP,
          "<publicKey> (trunk.publicKey) is %s, and there is no such file.".formatted(publicKey));
    }
    return Keys.publicKey(
        Files.readString(publicKey.toPath(), StandardCharsets.ISO_8859_1), publicKey.toString());
  }
}
