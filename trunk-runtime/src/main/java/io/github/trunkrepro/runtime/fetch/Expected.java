package io.github.trunkrepro.runtime.fetch;

import io.github.trunkrepro.runtime.dataset.OfficialFile;
import io.github.trunkrepro.runtime.document.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a file must be.
 *
 * @param most bytes that it may have
 * @param bytes that it must have, where that is known
 */
record Expected(long most, Optional<Long> bytes, Optional<String> md5, Optional<String> sha256) {
  /** More than any official file has. */
  private static final long MOST = 4L << 30;

  static Expected official(OfficialFile file) {
    return new Expected(file.bytes().orElse(MOST), file.bytes(), file.md5(), file.sha256());
  }

  static Expected declared(String sha256) {
    return new Expected(MOST, Optional.empty(), Optional.empty(), Optional.of(sha256));
  }

  /** What is wrong with a file, in the words of a message; nothing if it is the one. */
  Optional<String> mismatch(Path file) throws IOException {
    long size = Files.size(file);
    if (bytes.isPresent() && bytes.get() != size) {
      return Optional.of("expected " + bytes.get() + " bytes, found " + size);
    }
    String found = sha256.isPresent() ? Digests.sha256(file) : Digests.md5(file);
    String expected = sha256.or(() -> md5).orElseThrow();
    return found.equals(expected)
        ? Optional.empty()
        : Optional.of(
            "expected "
                + (sha256.isPresent() ? "SHA-256 " : "MD5 ")
                + expected
                + ", found "
                + found);
  }
}
