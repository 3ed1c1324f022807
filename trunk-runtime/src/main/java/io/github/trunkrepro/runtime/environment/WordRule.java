package io.github.trunkrepro.runtime.environment;

import java.util.Optional;
import java.util.function.Function;

/** A word of the machine's is the declared one. */
record WordRule(
    String name,
    String what,
    Function<EnvironmentSpec, Optional<Declared<String>>> declared,
    Function<MachineFacts, String> found,
    Function<MachineFacts, String> detail)
    implements Rule {

  @Override
  public Outcome check(Facts facts) {
    return facts.withMachine(
        machine -> {
          String seen = found.apply(machine);
          String text = seen + " (" + detail.apply(machine) + ")";
          Optional<Declared<String>> word = declared.apply(facts.declared());
          if (word.isEmpty()) {
            return Outcome.notDeclared(text);
          }
          if (word.get().value().equals(seen)) {
            return Outcome.passed(text);
          }
          return Outcome.failed(
              new Violation(
                  what + " " + word.get().value(),
                  text,
                  word.get().where(),
                  "build on such a machine, or declare " + name + ": " + seen));
        });
  }
}
