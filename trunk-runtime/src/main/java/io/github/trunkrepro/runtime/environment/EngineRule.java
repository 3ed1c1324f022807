package io.github.trunkrepro.runtime.environment;

/** The declared engine starts, from the declared libraries and no others. */
final class EngineRule implements Rule {
  @Override
  public String name() {
    return "engine";
  }

  @Override
  public Outcome check(Facts facts) {
    if (facts.engine().isPresent()) {
      EngineFacts engine = facts.engine().get();
      return Outcome.passed("DJL " + engine.djl() + ", PyTorch " + engine.pytorch());
    }
    if (facts.noEngine().cause() != NoEngine.Cause.FAILED) {
      return Outcome.notRun(facts.noEngine().why());
    }
    return Outcome.failed(
        new Violation(
            "the declared engine starts",
            facts.noEngine().why(),
            facts.engineWhere(),
            "follow what it says; target/trunk/fork.log has all that was printed"));
  }
}
