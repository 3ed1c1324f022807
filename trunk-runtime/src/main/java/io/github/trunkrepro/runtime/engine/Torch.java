package io.github.trunkrepro.runtime.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.Utils;
import ai.djl.util.cuda.CudaUtils;
import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The engine of this JVM: DJL's PyTorch on one device, started once, with one setting, from
 * libraries that are declared.
 */
public final class Torch {
  private static final int DIGEST_DIGITS = 12;
  private static Torch started;

  private final DeterminismSpec spec;
  private final EngineSpec engineSpec;
  private final Engine engine;
  private final Device device;
  private final List<NativeLibrary> natives;
  private final Platform platform;

  private Torch(DeterminismSpec spec, EngineSpec engineSpec) {
    this.spec = spec;
    this.engineSpec = engineSpec;
    checkEnvironment(spec, engineSpec);
    // Also without these no download is tried below; they are for what DJL may try elsewhere.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    if (!Utils.isOfflineMode()) {
      throw new UserException(
          UserException.Kind.SETUP, "environment variable DJL_OFFLINE must be true or absent");
    }
    ExpectedLibraries expected = ExpectedLibraries.find(engineSpec);
    NativeLibraries libraries = new NativeLibraries(expected);
    libraries.verifyFiles();
    engine = Engine.getEngine("PyTorch");
    libraries.verifyFiles();
    natives = libraries.loaded();
    JniUtils.setNumInteropThreads(1);
    JniUtils.setNumThreads(spec.threads());
    if (!LibTorch.useDeterministicAlgorithms() && spec.tier() == DeterminismSpec.Tier.BITWISE) {
      throw new UserException(
          UserException.Kind.SETUP,
          "determinism.tier: bitwise needs PyTorch's deterministic algorithms, which cannot be"
              + " switched on from Java on "
              + System.getProperty("os.name")
              + "; use tolerance");
    }
    device = device(engineSpec.device(), engine);
    platform = platform(expected);
  }

  /** Starts the engine of the dependencies, on the CPU. */
  public static Torch start(DeterminismSpec spec) {
    return start(spec, EngineSpec.DEFAULT);
  }

  /**
   * Starts the engine, or gives the one that was started with the same setting.
   *
   * @throws UserException if libraries are missing or not the declared ones, the environment is not
   *     that of {@link EngineEnvironment}, or the device is not there
   * @throws IllegalStateException if the engine was started with another setting
   */
  public static synchronized Torch start(DeterminismSpec spec, EngineSpec engineSpec) {
    if (started == null) {
      started = new Torch(spec, engineSpec);
    } else if (!started.spec.equals(spec) || !started.engineSpec.equals(engineSpec)) {
      throw new IllegalStateException(
          "the engine runs with "
              + started.spec
              + " and "
              + started.engineSpec
              + ", and a JVM has only one; asked for "
              + spec
              + " and "
              + engineSpec);
    }
    return started;
  }

  private static Device device(EngineSpec.DeviceChoice choice, Engine engine) {
    boolean gpu = choice != EngineSpec.DeviceChoice.CPU && engine.getGpuCount() > 0;
    if (choice == EngineSpec.DeviceChoice.CUDA && !gpu) {
      throw new UserException(
          UserException.Kind.CHECK,
          "device: cuda is declared, and PyTorch finds no GPU that it can compute on;"
              + " trunk:verify-env tells what is missing");
    }
    return gpu ? Device.gpu() : Device.cpu();
  }

  /**
   * A manager of arrays on the CPU of the engine as an application runs it, to be closed by the
   * caller. Starts the engine if nobody has, and neither checks nor sets anything: threads,
   * instructions and where the natives come from are the application's affair.
   */
  public static NDManager newApplicationManager() {
    return Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
  }

  /**
   * A manager of arrays of an engine with settings that are tried, whatever they are. Threads are
   * those of the environment.
   *
   * @param deterministic whether PyTorch's deterministic algorithms are switched on
   */
  public static NDManager newTrialManager(boolean deterministic, EngineSpec.DeviceChoice choice) {
    Engine engine = Engine.getEngine("PyTorch");
    NDManager manager = engine.newBaseManager(device(choice, engine));
    JniUtils.setNumInteropThreads(1);
    JniUtils.setNumThreads(Integer.parseInt(System.getenv("OMP_NUM_THREADS")));
    if (deterministic) {
      LibTorch.useDeterministicAlgorithms();
    }
    return manager;
  }

  /** A manager of arrays on the device, to be closed by the caller. */
  public NDManager newManager() {
    return engine.newBaseManager(device);
  }

  /** Where and with what this engine computes. */
  public Platform platform() {
    return platform;
  }

  /** Native libraries in use, each as expected, in the order of their names. */
  public List<NativeLibrary> natives() {
    return natives;
  }

  /** Versions of DJL and of PyTorch, the latter with its flavour. */
  public Map<String, String> versions() {
    return Map.of("DJL", Engine.getDjlVersion(), "PyTorch", platform.pytorch());
  }

  /** Version of DJL's native library, as in {@code 2.7.1-0.36.0}. */
  public String jniVersion() {
    try {
      return ExpectedLibraries.jniVersion();
    } catch (IOException e) {
      throw new UncheckedIOException("the engine has just read it", e);
    }
  }

  /**
   * Makes an array where a training does, and computes with it: the only proof of what it runs on.
   *
   * @return {@code cpu} or {@code cuda}
   */
  public String tryDevice() {
    try (NDManager manager = newManager();
        NDArray array = manager.create(new float[] {1, 2, 3});
        NDArray sum = array.mul(2).sum()) {
      if (sum.getFloat() != 12f) {
        throw new UserException(
            UserException.Kind.CHECK,
            array.getDevice() + " computes 2 * (1 + 2 + 3) = " + sum.getFloat());
      }
      return array.getDevice().isGpu() ? "cuda" : "cpu";
    }
  }

  private static void checkEnvironment(DeterminismSpec spec, EngineSpec engineSpec) {
    boolean pinned = EngineEnvironment.pinsInstructions(spec);
    if (pinned && Cpu.lacksAvx2()) {
      throw new UserException(
          UserException.Kind.SETUP,
          "determinism.instructions: portable computes with AVX2 and FMA, which this CPU lacks;"
              + " use native");
    }
    List<String> problems = new ArrayList<>();
    Map<String, String> pins = EngineEnvironment.pins(spec);
    pins.putAll(EngineEnvironment.pins(engineSpec));
    pins.putAll(engineSpec.variables());
    pins.forEach(
        (name, value) -> {
          if (!Objects.equals(System.getenv(name), value)) {
            problems.add(name + " must be " + value + ", is " + System.getenv(name));
          }
        });
    for (String name : EngineEnvironment.INSTRUCTION_VARIABLES) {
      if (!pinned && System.getenv(name) != null) {
        problems.add(name + " must be absent, is " + System.getenv(name));
      }
    }
    if (!problems.isEmpty()) {
      throw new UserException(
          UserException.Kind.SETUP,
          "environment variables do not give the bits that the recipe declares, start the JVM with"
              + " others: "
              + String.join("; ", problems));
    }
  }

  private Platform platform(ExpectedLibraries libraries) {
    StringBuilder digests = new StringBuilder();
    natives.forEach(
        library ->
            digests.append(library.sha256()).append("  ").append(library.name()).append('\n'));
    return new Platform(
        device.isGpu() ? "cuda" + CudaUtils.getComputeCapability(0) : "cpu",
        libraries.platform.getOsPrefix(),
        libraries.platform.getOsArch(),
        libraries.version + "-" + libraries.flavor,
        digest(digests.toString()),
        EngineEnvironment.pinsInstructions(spec) ? "portable" : "native-" + Cpu.name(),
        spec.threads(),
        variables());
  }

  /** Those of the declared variables on which bits may depend, as a digest. */
  private Optional<String> variables() {
    Map<String, String> variables = new TreeMap<>(engineSpec.variables());
    // Which of a machine's GPUs it is changes nothing; what kind it is stands in the platform.
    variables.keySet().removeIf(name -> name.endsWith("_VISIBLE_DEVICES"));
    return variables.isEmpty() ? Optional.empty() : Optional.of(digest(variables.toString()));
  }

  private static String digest(String text) {
    return Digests.sha256(text.getBytes(StandardCharsets.UTF_8)).substring(0, DIGEST_DIGITS);
  }
}
