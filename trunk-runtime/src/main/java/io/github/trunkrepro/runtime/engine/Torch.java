package io.github.trunkrepro.runtime.engine;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;

/** The engine of this JVM, started once with one setting. */
public final class Torch {
  private static Torch started;

  private final DeterminismSpec spec;
  private final Engine engine;

  private Torch(DeterminismSpec spec) {
    this.spec = spec;
    engine = Engine.getEngine("PyTorch");
    JniUtils.setNumInteropThreads(1);
    JniUtils.setNumThreads(spec.threads());
    LibTorch.useDeterministicAlgorithms();
  }

  /** Starts the engine, or gives the one that was started with the same setting. */
  public static synchronized Torch start(DeterminismSpec spec) {
    if (started == null) {
      started = new Torch(spec);
    } else if (!started.spec.equals(spec)) {
      throw new IllegalStateException(
          "the engine runs with " + started.spec + " and a JVM has only one; asked for " + spec);
    }
    return started;
  }

  /** A manager of arrays, to be closed by the caller. */
  public NDManager newManager() {
    return engine.newBaseManager();
  }
}
