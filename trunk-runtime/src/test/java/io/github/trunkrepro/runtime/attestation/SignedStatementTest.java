package io.github.trunkrepro.runtime.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignedStatementTest {
  private static final String STATEMENT =
      """
      {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": "nodes/root.safetensors", "digest": {"sha256": "aa"}}],
        "predicate": {"runDetails": {"metadata": {"invocationId": "bb"}}}
      }
      """;
  private static final LocalDate DAY = LocalDate.of(2027, 12, 31);

  @TempDir Path run;
  private final KeyPair key = TestKeys.pair(TestKeys.SECRET);
  private final KeyPair otherKey = TestKeys.pair("01".repeat(32));

  @BeforeEach
  void statement() throws IOException {
    Files.writeString(run.resolve("manifest.json"), "{}");
    Files.writeString(run.resolve("statement.json"), STATEMENT);
  }

  private void sign(Optional<LocalDate> expires) {
    try (Bundle bundle = Bundle.open(run)) {
      SignedStatement.write(bundle, key, expires);
    }
  }

  private Optional<LocalDate> verify(KeyPair known, LocalDate today) {
    try (Bundle bundle = Bundle.open(run)) {
      return SignedStatement.verify(bundle, known.getPublic(), today);
    }
  }

  private void refuses(KeyPair known, LocalDate today, String... words) {
    assertThatThrownBy(() -> verify(known, today))
        .isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.CHECK))
        .hasMessageContainingAll(words);
  }

  @Test
  void aSignatureHoldsUntilItsLastDay() {
    sign(Optional.of(DAY));
    assertThat(verify(key, DAY)).contains(DAY);
    refuses(key, DAY.plusDays(1), "expired: it held until 2027-12-31, and today is 2028-01-01");
    sign(Optional.empty());
    assertThat(verify(key, DAY.plusYears(100))).isEmpty();
    try (Bundle bundle = Bundle.open(run)) {
      assertThat(SignedStatement.keys(bundle)).isEqualTo(List.of(Keys.id(key.getPublic())));
    }
  }

  @Test
  void whatIsNotSignedIsTold() {
    refuses(key, DAY, "is not signed: it has no statement.dsse.json");
    try (Bundle bundle = Bundle.open(run)) {
      assertThat(SignedStatement.keys(bundle)).isEmpty();
    }
  }

  @Test
  void anotherKeyIsTold() {
    sign(Optional.empty());
    refuses(
        otherKey, DAY, "signed by another key: expected " + Keys.id(otherKey.getPublic()), "found");
  }

  @Test
  void anAlteredStatementIsTold() throws IOException {
    sign(Optional.of(DAY));
    for (String leaf : List.of("\"aa\"", "\"bb\"", "root.safetensors", "Statement/v1")) {
      Files.writeString(
          run.resolve("statement.json"), STATEMENT.replace(leaf, leaf.replaceFirst("[a-z]", "x")));
      refuses(key, DAY, "was altered after it was signed", "statement.json is not the statement");
    }
  }

  /** A day that somebody put off is no signed one. */
  @Test
  void anAlteredSignatureIsTold() throws IOException {
    sign(Optional.of(DAY));
    Path file = run.resolve("statement.dsse.json");
    String signed = Files.readString(file);
    sign(Optional.of(DAY.plusYears(1)));
    String later = Files.readString(file);
    String payload = later.replaceAll("(?s).*\"payload\": \"([^\"]+)\".*", "$1");
    Files.writeString(
        file, signed.replaceAll("\"payload\": \"[^\"]+\"", "\"payload\": \"" + payload + "\""));
    refuses(key, DAY, "was altered after it was signed", "the signature is not one of what stands");
  }
}
