package io.github.trunkrepro.runtime.environment;

import java.util.List;
import java.util.function.BiFunction;

/** Looks at what the compiled classes use of the dependencies. */
record AnalysisRule(
    String name, String passed, BiFunction<Facts, DependencyFacts.Analysis, List<Violation>> find)
    implements Rule {

  @Override
  public Outcome check(Facts facts) {
    return facts
        .dependencies()
        .analysis()
        .map(analysis -> Outcome.of(find.apply(facts, analysis), passed))
        .orElseGet(() -> Outcome.notRun("there are no compiled classes yet"));
  }

  static List<Violation> unused(Facts facts, DependencyFacts.Analysis analysis) {
    return analysis.unused().stream()
        .map(
            id ->
                new Violation(
                    "every declared dependency is used",
                    id + " is declared, and no class uses it",
                    facts.where(id),
                    "remove it; or, if it is needed at run time or for its constants only, give it"
                        + " <scope>runtime</scope>"))
        .toList();
  }

  static List<Violation> undeclared(Facts facts, DependencyFacts.Analysis analysis) {
    return analysis.undeclared().stream()
        .map(
            artifact ->
                new Violation(
                    "every used dependency is declared",
                    artifact + " is used, and comes only " + facts.way(artifact),
                    "pom.xml",
                    "declare " + artifact + " among the dependencies"))
        .toList();
  }
}
