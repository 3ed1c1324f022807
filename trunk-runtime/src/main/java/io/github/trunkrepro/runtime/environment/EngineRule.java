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
            "the engine starts from the project's dependencies",
            facts.noEngine().why(),
            "the dependencies in pom.xml",
            "follow what it says; target/trunk/fork.log has all that was printed"));
  }
}
