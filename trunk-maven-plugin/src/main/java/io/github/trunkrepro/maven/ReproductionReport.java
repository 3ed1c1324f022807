package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.manifest.Drift;
import io.github.trunkrepro.runtime.manifest.Manifest;
import io.github.trunkrepro.runtime.manifest.NetworkLayout;
import io.github.trunkrepro.runtime.manifest.Reproduction;
import io.github.trunkrepro.runtime.manifest.RunComparison;
import io.github.trunkrepro.runtime.manifest.RunDifference;
import io.github.trunkrepro.runtime.manifest.RunDifferenceText;
import io.github.trunkrepro.runtime.manifest.RunSide;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.plugin.logging.Log;

/**
 * Tells what came of doing a run again.
 *
 * @param folder for {@code reproduction.json}, {@code diff.json} and {@code diff.md}
 */
record ReproductionReport(RecordedRun original, Path folder, Log log) {

  /**
   * Compares, writes and tells.
   *
   * @param output folder of the run that did it again
   * @throws UserException when the run was not reproduced, or a file of one of both is damaged
   */
  void tell(Path output) {
    Manifest run = Manifest.read(output.resolve(NetworkLayout.MANIFEST));
    Reproduction reproduction = Reproduction.of(original.manifest(), original.baseline(), run);
    reproduction.write(folder.resolve("reproduction.json"));
    RunDifference difference =
        RunComparison.compare(
            original.side(),
            RunSide.of("reproduction", run, Optional.of(original.recipe())),
            Optional.of(original.folder()),
            Optional.of(output));
    difference.write(folder.resolve("diff.json"));
    AtomicFiles.write(
        folder.resolve("diff.md"),
        RunDifferenceText.markdown(difference).getBytes(StandardCharsets.UTF_8));
    if (!reproduction.platform().equals(reproduction.platformOfOriginal())) {
      log.warn(
          "The run was made on the platform %s, and this is %s: other bits are to be expected."
              .formatted(reproduction.platformOfOriginal(), reproduction.platform()));
    }
    switch (reproduction.verdict()) {
      case BITWISE_EQUAL ->
          log.info(
              "bitwise equal: tree, weights and accuracy %s; identity %s"
                  .formatted(reproduction.accuracy().text(4), reproduction.identity()));
      case WITHIN_TOLERANCE -> {
        log.info(
            "within tolerance: other bits, but a tree and an accuracy that the baseline allows");
        Drift.compare(original.baseline().orElseThrow(), run).render().lines().forEach(log::info);
        log.info("what differs: " + folder.resolve("diff.md"));
      }
      case DIFFERENT ->
          throw new UserException(
              UserException.Kind.CHECK,
              "%s was not reproduced.%n%s%n(all of it: %s)"
                  .formatted(
                      original.shown(),
                      String.join("\n", RunDifferenceText.lines(difference)),
                      folder.resolve("diff.json")));
    }
  }
}
