package io.github.trunkrepro.maven;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The plugin launches what trains; the engine is the project's and in the fork alone. */
@AnalyzeClasses(packagesOf = TrainMojo.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule KNOWS_NO_DJL =
      noClasses().should().dependOnClassesThat().resideInAPackage("ai.djl..");

  @ArchTest
  static final ArchRule KNOWS_OF_THE_RUNTIME_ONLY_WHAT_NEEDS_NO_ENGINE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.github.trunkrepro.runtime.network..",
              "io.github.trunkrepro.runtime.weights..",
              "io.github.trunkrepro.runtime.optimization..",
              "io.github.trunkrepro.runtime.training..",
              "io.github.trunkrepro.runtime.inference..");
}
