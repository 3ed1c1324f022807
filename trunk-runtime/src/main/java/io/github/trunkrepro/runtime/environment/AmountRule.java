package io.github.trunkrepro.runtime.environment;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * There is at least as much of something as is declared.
 *
 * @param text an amount in words
 */
record AmountRule(
    String name,
    String what,
    Function<EnvironmentSpec, Optional<Declared<Long>>> declared,
    Function<MachineFacts, MachineFacts.Limit> found,
    LongFunction<String> text,
    String mend)
    implements Rule {

  @Override
  public Outcome check(Facts facts) {
    return facts.withMachine(
        machine -> {
          MachineFacts.Limit limit = found.apply(machine);
          String seen = text.apply(limit.value()) + " (" + limit.from() + ")";
          Optional<Declared<Long>> least = declared.apply(facts.declared());
          if (least.isEmpty()) {
            return Outcome.notDeclared(seen);
          }
          if (limit.value() >= least.get().value()) {
            return Outcome.passed(seen);
          }
          return Outcome.failed(
              new Violation(
                  what + " " + text.apply(least.get().value()) + " at least",
                  seen,
                  least.get().where(),
                  mend));
        });
  }
}
