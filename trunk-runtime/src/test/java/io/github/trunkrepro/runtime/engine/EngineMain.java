package io.github.trunkrepro.runtime.engine;

import io.github.trunkrepro.runtime.document.UserException;

/** Starts the engine and prints its platform, or what was wrong. */
final class EngineMain {
  private EngineMain() {}

  /** Runs it. */
  public static void main(String[] args) {
    try {
      Torch torch = Torch.start(EngineProcess.SPEC);
      System.out.println(torch.platform().key());
    } catch (UserException e) {
      System.out.println(e.kind() + ": " + e.getMessage());
    }
  }
}
