package io.github.trunkrepro.runtime.fork;

import ai.djl.ndarray.NDManager;
import io.github.trunkrepro.runtime.engine.Torch;
import io.github.trunkrepro.runtime.training.ProbeNetwork;
import java.util.Arrays;
import java.util.List;

/** Trains the probe network with the settings that this process has, whatever they are. */
final class TrialRun {
  /** System property: {@code false} leaves PyTorch's deterministic algorithms off. */
  private static final String DETERMINISTIC = "trunk.deterministic";

  /** System property: how often to train, for its time. */
  private static final String REPETITIONS = "trunk.repetitions";

  private TrialRun() {}

  /** Two lines: digest of what was learned, and median seconds of a training. */
  static List<String> run(RunRequest request) {
    boolean deterministic = !"false".equals(System.getProperty(DETERMINISTIC));
    long[] nanos = new long[Integer.getInteger(REPETITIONS, 1)];
    try (NDManager manager = Torch.newTrialManager(deterministic, request.engine().device())) {
      String digest = ProbeNetwork.digest(manager);
      for (int i = 0; i < nanos.length; i++) {
        long start = System.nanoTime();
        ProbeNetwork.digest(manager);
        nanos[i] = System.nanoTime() - start;
      }
      Arrays.sort(nanos);
      return List.of(digest, Double.toString(nanos[nanos.length / 2] / 1e9));
    }
  }
}
