package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.engine.DeterminismSpec;
import io.github.trunkrepro.runtime.manifest.Baseline;
import io.github.trunkrepro.runtime.manifest.DataRecord;
import io.github.trunkrepro.runtime.manifest.Environment;
import io.github.trunkrepro.runtime.manifest.Evaluation;
import io.github.trunkrepro.runtime.manifest.Manifest;
import io.github.trunkrepro.runtime.manifest.Provenance;
import io.github.trunkrepro.runtime.manifest.Reproducible;
import io.github.trunkrepro.runtime.recipe.AverageSoftmaxMode;
import io.github.trunkrepro.runtime.tree.ClassTree;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records of runs of tests: two classes, one flat node, 100 test images. */
final class Manifests {
  private static final List<String> CLASSES = List.of("ring", "bar");
  private static final String TIME = "2026-01-01T00:00:00Z";
  private static final DeterminismSpec DETERMINISM =
      new DeterminismSpec(DeterminismSpec.Tier.TOLERANCE, 1, DeterminismSpec.Instructions.PORTABLE);

  private Manifests() {}

  /** A run that classified so many of the test images correctly. */
  static Manifest run(int correct) {
    Reproducible reproducible =
        new Reproducible(
            7,
            "a".repeat(64),
            new DataRecord(List.of(), "b".repeat(64), List.of()),
            ClassTree.flat(CLASSES),
            List.of(),
            Evaluation.of(CLASSES, new long[][] {{correct, 100 - correct}, {0, 0}}),
            false,
            AverageSoftmaxMode.EVALUATION,
            DETERMINISM);
    Environment environment =
        new Environment(
            "cpu-test",
            "host",
            "os",
            "java",
            Map.of(),
            List.of(),
            1,
            1,
            TIME,
            1,
            List.of(),
            new Environment.Bits(DeterminismSpec.Tier.TOLERANCE, "not trained twice"),
            Optional.empty(),
            Map.of());
    return Manifest.of(
        new Provenance(Optional.empty(), List.of(), TIME), reproducible, environment);
  }

  /** The baseline of such a run, with a tolerance of 0.02. */
  static Baseline baseline(int correct) {
    return Baseline.from(run(correct), new BigDecimal("0.02"));
  }
}
