package io.github.trunkrepro.runtime.engine;

import io.github.trunkrepro.runtime.document.UserException;

/** A native library that is not the one that a dependency holds. */
public final class ForeignLibraryException extends UserException {
  private static final long serialVersionUID = 1L;

  ForeignLibraryException(String message) {
    super(Kind.CHECK, message);
  }
}
