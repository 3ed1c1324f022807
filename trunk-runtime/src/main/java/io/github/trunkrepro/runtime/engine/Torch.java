package io.github.trunkrepro.runtime.engine;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.github.trunkrepro.runtime.document.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The engine of this JVM, started once with one setting. */
public final class Torch {
  private static final String NAME = "PyTorch";
  private static Torch started;

  private final DeterminismSpec spec;
  private final Engine engine;
  private final List<NativeLibrary> natives;
  private final Platform platform;

  private Torch(DeterminismSpec spec) {
    this.spec = spec;
    requirePins(spec);
    engine = engine();
    natives = NativeLibraries.verified();
    platform = Platform.of(spec, engine.getVersion(), natives);
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

  private static Engine engine() {
    try {
      return Engine.getEngine(NAME);
    } catch (EngineException e) {
      throw new UserException(
          UserException.Kind.SETUP,
          "DJL's PyTorch engine did not start: "
              + e.getMessage()
              + (e.getCause() == null ? "" : ": " + e.getCause())
              + "; declare ai.djl.pytorch:pytorch-engine, pytorch-jni of the same DJL version and"
              + " pytorch-native-cpu with this platform's classifier",
          e);
    }
  }

  /** Libraries read these when they are loaded: whoever started this JVM must have set them. */
  private static void requirePins(DeterminismSpec spec) {
    List<String> problems = new ArrayList<>();
    EngineEnvironment.pins(spec)
        .forEach(
            (name, expected) -> {
              String found = System.getenv(name);
              if (!expected.equals(found)) {
                problems.add(name + ": expected " + expected + ", found " + found);
              }
            });
    if (!problems.isEmpty()) {
      throw new UserException(
          UserException.Kind.SETUP,
          "the environment of this JVM does not pin the engine's numbers: "
              + String.join("; ", problems)
              + "; start it as EngineEnvironment says");
    }
  }

  /** What of this machine may change bits. */
  public Platform platform() {
    return platform;
  }

  /** The engine's native libraries, each equal to its entry in a declared jar. */
  public List<NativeLibrary> natives() {
    return natives;
  }

  /** Versions of DJL and of PyTorch. */
  public Map<String, String> versions() {
    return Map.of("DJL", Engine.getDjlVersion(), "PyTorch", engine.getVersion());
  }

  /** A manager of arrays, to be closed by the caller. */
  public NDManager newManager() {
    return engine.newBaseManager();
  }
}
