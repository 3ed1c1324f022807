package io.github.trunkrepro.runtime.environment;

import io.github.trunkrepro.runtime.environment.EnvironmentSpec.Level;
import io.github.trunkrepro.runtime.environment.RuleResult.Status;
import java.util.List;

/** What became of all rules. */
public record EnvironmentReport(List<RuleResult> results) {
  public EnvironmentReport {
    results = List.copyOf(results);
  }

  /** Whether the build fails. */
  public boolean failed() {
    return results.stream().anyMatch(RuleResult::failsBuild);
  }

  /** Number of violations of rules of a level. */
  public int violations(Level level) {
    return results.stream()
        .filter(result -> result.level() == level && result.status() == Status.FAILED)
        .mapToInt(result -> result.violations().size())
        .sum();
  }
}
