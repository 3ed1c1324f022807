package io.github.trunkrepro.runtime.environment;

/** Every library of the engine that the process has mapped comes from where it is declared. */
final class NativesRule implements Rule {
  @Override
  public String name() {
    return "natives";
  }

  @Override
  public Outcome check(Facts facts) {
    if (facts.noEngine().cause() == NoEngine.Cause.FOREIGN_LIBRARY) {
      return Outcome.failed(
          new Violation(
              "every library of the engine is the declared one",
              facts.noEngine().why(),
              facts.engineWhere(),
              "do what it says; the training process inherits no variable from the shell"));
    }
    return facts.withEngine(
        engine -> Outcome.passed(engine.libraries().size() + " libraries, as declared"));
  }
}
