package io.github.trunkrepro.runtime.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Engine, JNI and native PyTorch fit each other, and the declaration can be met at all. */
final class EngineVersionsRule implements Rule {
  private static final String GROUP = "ai.djl.pytorch:";

  @Override
  public String name() {
    return "engine-versions";
  }

  @Override
  public Outcome check(Facts facts) {
    List<Violation> violations = new ArrayList<>();
    EnvironmentSpec declared = facts.declared();
    if (!EngineCombinations.isPossible(declared)) {
      violations.add(
          new Violation(
              "a combination of DJL, PyTorch and flavour that is published",
              "no combination meets what is declared",
              declared
                  .pytorch()
                  .or(declared::djl)
                  .or(declared::cuda)
                  .map(Declared::where)
                  .orElse(declared.device().map(Declared::where).orElse("")),
              "declare one of: " + EngineCombinations.text()));
    }
    Optional<DependencyFacts.Artifact> engine = facts.artifact(GROUP + "pytorch-engine");
    Optional<DependencyFacts.Artifact> jni = facts.artifact(GROUP + "pytorch-jni");
    if (engine.isEmpty() || jni.isEmpty()) {
      return violations.isEmpty()
          ? Outcome.notRun("the project has no DJL PyTorch engine among its dependencies")
          : Outcome.of(violations, "");
    }
    // As in 2.7.1-0.36.0: PyTorch's version, then DJL's.
    String[] versions = jni.get().version().split("-", 2);
    String djl = engine.get().version();
    String where = facts.where(jni.get());
    if (versions.length < 2 || !versions[1].equals(djl)) {
      violations.add(
          new Violation(
              "pytorch-jni for DJL " + djl,
              "pytorch-jni " + jni.get().version(),
              where,
              "declare pytorch-jni " + versions[0] + "-" + djl));
    } else if (!EngineCombinations.fit(djl, versions[0])) {
      violations.add(
          new Violation(
              "a published combination of DJL and PyTorch",
              "DJL " + djl + " with PyTorch " + versions[0],
              where,
              "take one of: " + EngineCombinations.text()));
    }
    declared
        .nativeLibrary()
        .filter(library -> !library.value().version().equals(versions[0]))
        .ifPresent(
            library ->
                violations.add(
                    new Violation(
                        "PyTorch " + versions[0] + ", for which pytorch-jni is made",
                        "nativeLibrary of version " + library.value().version(),
                        library.where(),
                        "declare pytorch-jni for it, or another PyTorch")));
    for (DependencyFacts.Artifact library : facts.nativeArtifacts()) {
      if (!library.version().equals(versions[0])) {
        violations.add(
            new Violation(
                "PyTorch " + versions[0] + ", for which pytorch-jni is made",
                library.id() + " " + library.version(),
                facts.where(library),
                "declare version " + versions[0] + " of it"));
      }
    }
    return Outcome.of(violations, "DJL " + djl + ", JNI and PyTorch " + versions[0]);
  }
}
