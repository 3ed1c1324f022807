package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.attestation.Bundle;
import io.github.trunkrepro.runtime.attestation.SignedStatement;
import io.github.trunkrepro.runtime.attestation.Statement;
import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.manifest.NetworkLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is written beside a finished run, so that it can be verified without its project. */
final class StatementFiles {
  private StatementFiles() {}

  /** The statement of a run that no gate has seen yet; what an older run left goes. */
  static void afterTraining(Path output) throws IOException {
    for (String name :
        List.of(
            NetworkLayout.BASELINE,
            NetworkLayout.ACCEPTED_DRIFT,
            NetworkLayout.LOCK,
            NetworkLayout.STATEMENT,
            NetworkLayout.SIGNED_STATEMENT)) {
      Files.deleteIfExists(output.resolve(name));
    }
    write(output);
  }

  /**
   * The statement of a run that passed the gate, with what it was held against.
   *
   * @param accepted the drift that the project accepts; left out where there is none
   * @param lock the project's lock; left out where there is none
   */
  static void afterGate(Path output, Path baseline, Path accepted, Path lock) throws IOException {
    copy(baseline, output.resolve(NetworkLayout.BASELINE));
    copy(accepted, output.resolve(NetworkLayout.ACCEPTED_DRIFT));
    copy(lock, output.resolve(NetworkLayout.LOCK));
    write(output);
  }

  /** Signs what {@link #afterGate} wrote. */
  static void sign(Path output, SigningKey key) {
    try (Bundle bundle = Bundle.open(output)) {
      SignedStatement.write(bundle, key.pair(), key.expires());
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    if (Files.exists(from)) {
      AtomicFiles.write(to, Files.readAllBytes(from));
    }
  }

  private static void write(Path output) {
    try (Bundle bundle = Bundle.open(output)) {
      Statement.write(bundle);
    }
  }
}
