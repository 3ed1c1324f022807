package io.github.trunkrepro.runtime.environment;

import io.github.trunkrepro.runtime.engine.EngineSpec.DeviceChoice;
import java.util.Locale;

/** What the engine really computes on, which no jar's name tells. */
final class DeviceRule implements Rule {
  @Override
  public String name() {
    return "device";
  }

  @Override
  public Outcome check(Facts facts) {
    return facts.withEngine(
        engine -> {
          String found = "computed on " + engine.device() + " (flavour " + engine.flavor() + ")";
          if (facts.declared().device().isEmpty()) {
            return Outcome.notDeclared(found);
          }
          Declared<DeviceChoice> declared = facts.declared().device().get();
          String name = declared.value().name().toLowerCase(Locale.ROOT);
          if (declared.value() == DeviceChoice.AUTO) {
            return Outcome.passed(found + "; auto: another machine may give other bits");
          }
          if (engine.device().equals(name)) {
            return Outcome.passed(found);
          }
          return Outcome.failed(
              new Violation(
                  "the engine computes on " + name,
                  found,
                  declared.where(),
                  declared.value() == DeviceChoice.CUDA
                      ? "see what native-flavor, driver and gpu say; or declare device: cpu"
                      : "replace the CUDA flavour among the dependencies by pytorch-native-cpu; or"
                          + " declare device: cuda"));
        });
  }
}
