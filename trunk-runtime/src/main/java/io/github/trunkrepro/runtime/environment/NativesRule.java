package io.github.trunkrepro.runtime.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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
              "every library of the engine is that of its jar",
              facts.noEngine().why(),
              "the dependencies in pom.xml",
              "do what it says; the training process inherits no variable from the shell"));
    }
    return facts.withEngine(
        engine -> {
          List<Violation> violations = new ArrayList<>();
          facts
              .declared()
              .nativeLibrary()
              .ifPresent(declared -> compare(engine, declared, violations));
          return Outcome.of(violations, engine.libraries().size() + " libraries, as in their jars");
        });
  }

  private static void compare(
      EngineFacts engine,
      Declared<EnvironmentSpec.NativeLibrarySpec> declared,
      List<Violation> violations) {
    for (Map.Entry<String, String> expected : declared.value().sha256().entrySet()) {
      String found =
          engine.libraries().stream()
              .filter(library -> library.name().equals(expected.getKey()))
              .map(EngineFacts.Library::sha256)
              .findFirst()
              .orElse("no such library is mapped");
      if (!Objects.equals(found, expected.getValue())) {
        violations.add(
            new Violation(
                expected.getKey() + " with SHA-256 " + expected.getValue(),
                found,
                declared.where(),
                "install the declared PyTorch there, or declare the one that stands there"));
      }
    }
  }
}
