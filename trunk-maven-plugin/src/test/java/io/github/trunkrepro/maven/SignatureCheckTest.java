package io.github.trunkrepro.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.attestation.Bundle;
import io.github.trunkrepro.runtime.attestation.Keys;
import io.github.trunkrepro.runtime.attestation.SignedStatement;
import io.github.trunkrepro.runtime.document.UserException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys of RFC 8032, section 7.1, and for nothing else. */
class SignatureCheckTest {
  private static final String SECRET =
      """
      -----BEGIN PRIVATE KEY-----
      MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
      -----END PRIVATE KEY-----
      """;
  private static final String PUBLIC =
      """
      -----BEGIN PUBLIC KEY-----
      MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
      -----END PUBLIC KEY-----
      """;
  private static final String OTHER =
      """
      -----BEGIN PUBLIC KEY-----
      MCowBQYDK2VwAyEAPUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=
      -----END PUBLIC KEY-----
      """;

  @TempDir Path folder;
  private final RecordingLog log = new RecordingLog();
  private final KeyPair key = Keys.pair(SECRET, "test");
  private final String id = Keys.id(key.getPublic());

  @BeforeEach
  void run() throws IOException {
    Files.writeString(folder.resolve("manifest.json"), "{}");
    Files.writeString(
        folder.resolve("statement.json"), "{\"predicate\": {\"runDetails\": {\"metadata\": {}}}}");
  }

  private void sign(Optional<LocalDate> expires) {
    try (Bundle bundle = Bundle.open(folder)) {
      SignedStatement.write(bundle, key, expires);
    }
  }

  private void check(File publicKey) throws IOException {
    try (Bundle bundle = Bundle.open(folder)) {
      new SignatureCheck(publicKey, log).of(bundle);
    }
  }

  private File file(String pem) throws IOException {
    return Files.writeString(folder.resolve("key.pub.pem"), pem).toFile();
  }

  private void refuses(UserException.Kind kind, File publicKey, String... words) {
    assertThatThrownBy(() -> check(publicKey))
        .isInstanceOfSatisfying(UserException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContainingAll(words);
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void withoutAKeyASignatureIsNamedInOneLine() throws IOException {
    check(null);
    assertThat(log.lines()).isEmpty();
    sign(Optional.empty());
    check(null);
    assertThat(log.lines())
        .containsExactly(
            "INFO signed by the key "
                + id
                + ", which is not verified; name it with -Dtrunk.publicKey=FILE");
  }

  @Test
  void theRightKeyIsToldWithItsLastDay() throws IOException {
    sign(Optional.empty());
    check(file(PUBLIC));
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    sign(Optional.of(today.plusDays(1)));
    check(file(PUBLIC));
    assertThat(log.lines())
        .containsExactly(
            "INFO signed by the key " + id + ", for ever",
            "INFO signed by the key " + id + ", until " + today.plusDays(1));
  }

  @Test
  void whatItDoesNotShowEndsTheBuild() throws IOException {
    refuses(UserException.Kind.CHECK, file(PUBLIC), "is not signed");
    sign(Optional.of(LocalDate.of(2001, 1, 1)));
    refuses(UserException.Kind.CHECK, file(OTHER), "is signed by another key", id);
    refuses(UserException.Kind.CHECK, file(PUBLIC), "expired: it held until 2001-01-01");
    Files.writeString(folder.resolve("statement.json"), "{}");
    refuses(UserException.Kind.CHECK, file(PUBLIC), "was altered after it was signed");
  }

  @Test
  void whatIsNoKeyIsTold() throws IOException {
    sign(Optional.empty());
    refuses(
        UserException.Kind.SETUP,
        folder.resolve("nowhere.pem").toFile(),
        "<publicKey> (trunk.publicKey) is",
        "there is no such file");
    refuses(UserException.Kind.SETUP, file(SECRET), "found a PRIVATE KEY");
  }
}
