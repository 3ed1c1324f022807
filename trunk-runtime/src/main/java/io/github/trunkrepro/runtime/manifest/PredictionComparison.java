package io.github.trunkrepro.runtime.manifest;

import io.github.trunkrepro.runtime.manifest.Predictions.Row;
import io.github.trunkrepro.runtime.manifest.RunDifference.PredictionChange;
import io.github.trunkrepro.runtime.manifest.RunDifference.PredictionChanges;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the test images of which two results say something else. */
final class PredictionComparison {
  private PredictionComparison() {}

  /**
   * What changed, or why that is not known.
   *
   * @param a folder of the files of A; empty where there is none
   * @param b the same of B
   */
  static PredictionChanges changes(Optional<Path> a, Optional<Path> b) {
    boolean haveA = a.map(PredictionComparison::hasPredictions).orElse(false);
    boolean haveB = b.map(PredictionComparison::hasPredictions).orElse(false);
    if (!haveA || !haveB) {
      return not(!haveA && !haveB ? "A and B have none" : (haveA ? "B" : "A") + " has none");
    }
    if (!testDigest(a.orElseThrow()).equals(testDigest(b.orElseThrow()))) {
      return not("they are of other test images");
    }
    List<Row> before = read(a.orElseThrow());
    List<Row> after = read(b.orElseThrow());
    if (!before.stream().map(Row::label).toList().equals(after.stream().map(Row::label).toList())) {
      return not("the images of one are not those of the other");
    }
    return compare(before, after);
  }

  private static PredictionChanges compare(List<Row> before, List<Row> after) {
    List<PredictionChange> changes = new ArrayList<>();
    for (int image = 0; image < before.size(); image++) {
      String label = before.get(image).label();
      String one = before.get(image).predicted();
      String other = after.get(image).predicted();
      if (!one.equals(other)) {
        changes.add(new PredictionChange(image, label, one, other));
      }
    }
    return new PredictionChanges(
        "Predictions: other for %d of %d test images, %d right in A alone, %d right in B alone."
            .formatted(
                changes.size(),
                before.size(),
                changes.stream().filter(change -> change.a().equals(change.label())).count(),
                changes.stream().filter(change -> change.b().equals(change.label())).count()),
        changes);
  }

  /** Without the digest of the test images nobody knows what is predicted. */
  private static boolean hasPredictions(Path folder) {
    return Files.isRegularFile(folder.resolve(NetworkLayout.PREDICTIONS))
        && Files.isRegularFile(folder.resolve(NetworkLayout.MATERIALS));
  }

  private static String testDigest(Path folder) {
    return Materials.read(folder.resolve(NetworkLayout.MATERIALS)).testDigest();
  }

  private static List<Row> read(Path folder) {
    return Predictions.read(folder.resolve(NetworkLayout.PREDICTIONS)).rows();
  }

  private static PredictionChanges not(String why) {
    return new PredictionChanges("Predictions are not compared: " + why + ".", List.of());
  }
}
