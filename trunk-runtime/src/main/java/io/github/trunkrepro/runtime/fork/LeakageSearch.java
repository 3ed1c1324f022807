package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.dataset.Dataset;
import io.github.trunkrepro.runtime.dataset.Leakage;
import io.github.trunkrepro.runtime.dataset.LeakageReport;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.training.TrainingListener;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Looks for test images that stand in the training set, once for all variants of a study that take
 * the same images. What is found is told and written: of the first images as {@code leakage.json},
 * of others under a name with the first digits of their digest.
 */
final class LeakageSearch {
  private static final int NAME_DIGITS = 12;

  private final OutputFolder output;
  private final TrainingListener events;
  private final Map<String, Found> found = new HashMap<>();

  LeakageSearch(OutputFolder output, TrainingListener events) {
    this.output = output;
    this.events = events;
  }

  private record Found(LeakageReport report, Path file) {}

  /**
   * Checks a session's images.
   *
   * @throws UserException (check) above a limit of the session's recipe
   */
  synchronized void check(Session session) {
    Dataset dataset = session.dataset();
    Found leaked = found.computeIfAbsent(dataset.digest(), digest -> find(dataset, digest));
    session
        .recipe()
        .leakage()
        .ifPresent(limits -> leaked.report.check(limits, leaked.file.toString()));
  }

  private Found find(Dataset dataset, String digest) {
    LeakageReport report = Leakage.find(dataset);
    String name = found.isEmpty() ? "leakage" : "leakage-" + digest.substring(0, NAME_DIGITS);
    Path file = output.writeLeakage(name + ".json", report);
    if (!report.isEmpty()) {
      events.message(true, "leakage: " + report.summary() + "; see " + file);
    }
    return new Found(report, file);
  }
}
