package io.github.trunkrepro.runtime;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import io.github.trunkrepro.runtime.attestation.Keys;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** The order of the packages, and what each may know. */
@AnalyzeClasses(
    packages = ArchitectureTest.ROOT,
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  static final String ROOT = "io.github.trunkrepro.runtime";

  /** A package imports only packages before it. */
  private static final List<String> PACKAGES =
      List.of(
          "document",
          "pickle",
          "random",
          "engine",
          "tree",
          "dataset",
          "fetch",
          "transform",
          "network",
          "weights",
          "optimization",
          "environment",
          "recipe",
          "manifest",
          "cache",
          "attestation",
          "training",
          "inference",
          "importing",
          "sensitivity",
          "report",
          "fork");

  private static final List<String> MAY_USE_DJL =
      List.of("engine", "network", "weights", "optimization", "training", "inference", "fork");

  @ArchTest
  static final ArchRule everyClassIsInAPackageOfTheList =
      classes().should().resideInAnyPackage(within(PACKAGES));

  @ArchTest
  static final ArchRule packagesImportOnlyPackagesBeforeThem =
      CompositeArchRule.of(
          IntStream.range(0, PACKAGES.size() - 1)
              .mapToObj(
                  i ->
                      noClasses()
                          .that()
                          .resideInAPackage(within(PACKAGES.get(i)))
                          .should()
                          .dependOnClassesThat()
                          .resideInAnyPackage(within(PACKAGES.subList(i + 1, PACKAGES.size())))
                          .allowEmptyShould(true))
              .toList());

  @ArchTest
  static final ArchRule onlySomeKnowTheEngine =
      noClasses()
          .that()
          .resideOutsideOfPackages(within(MAY_USE_DJL))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl..");

  @ArchTest
  static final ArchRule nobodyKnowsMaven =
      noClasses().should().dependOnClassesThat().resideInAPackage("org.apache.maven..");

  @ArchTest
  static final ArchRule randomNumbersComeFromNamedStreams =
      noClasses()
          .that()
          // Where the JDK computes a public key, and asks for numbers that are known.
          .doNotBelongToAnyOf(Keys.class)
          .should()
          .dependOnClassesThat()
          .areAssignableTo(RandomGenerator.class)
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethod(StrictMath.class, "random")
          .orShould()
          .callMethod(UUID.class, "randomUUID")
          .orShould()
          .callMethod(Collections.class, "shuffle", List.class)
          .orShould()
          .callMethodWhere(
              target(owner(resideInAPackage("ai.djl..")))
                  .and(target(nameMatching("random.*|sample.*|truncatedNormal|dropout"))))
          .because("the same seed must give the same numbers (random.RandomStream)");

  private static String within(String name) {
    return ROOT + "." + name + "..";
  }

  private static String[] within(List<String> names) {
    return names.stream().map(ArchitectureTest::within).toArray(String[]::new);
  }
}
