package io.github.trunkrepro.runtime.engine;

import io.github.trunkrepro.runtime.document.UserException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a JVM that trains must be started with: the engine's libraries read these when they are
 * loaded, so they cannot be set later. Pure Java: whoever starts the JVM needs no engine.
 */
public final class EngineEnvironment {

  /** Names that decide which instructions are used; {@link #pins} has the portable values. */
  static final List<String> INSTRUCTION_VARIABLES =
      List.of("ATEN_CPU_CAPABILITY", "ONEDNN_MAX_CPU_ISA", "MKL_CBWR");

  private EngineEnvironment() {}

  /**
   * Environment variables for the engine, on this machine's platform.
   *
   * @param engineCache folder into which DJL unpacks the native libraries
   * @throws UserException if a declared variable is one that is set here
   */
  public static Map<String, String> variables(
      DeterminismSpec spec, EngineSpec engine, Path engineCache) {
    Map<String, String> variables = variables(spec, engineCache);
    variables.putAll(pins(engine));
    for (Map.Entry<String, String> declared : engine.variables().entrySet()) {
      String pinned = variables.putIfAbsent(declared.getKey(), declared.getValue());
      if (pinned != null && !pinned.equals(declared.getValue())) {
        throw new UserException(
            UserException.Kind.SETUP,
            "environment.variables."
                + declared.getKey()
                + ": expected nothing, or "
                + pinned
                + ", to which it is pinned, found "
                + declared.getValue()
                + "; take it out (determinism in the recipe decides threads and instructions)");
      }
    }
    return variables;
  }

  /** Environment variables for an engine of the dependencies, on the CPU. */
  public static Map<String, String> variables(DeterminismSpec spec, Path engineCache) {
    Map<String, String> variables = new TreeMap<>(pins(spec));
    // The calling thread must not get fewer threads because the machine is busy.
    variables.put("OMP_DYNAMIC", "FALSE");
    variables.put("MKL_DYNAMIC", "FALSE");
    variables.put("ENGINE_CACHE_DIR", engineCache.toString());
    variables.put("DJL_CACHE_DIR", engineCache.toString());
    variables.put("DJL_OFFLINE", "true");
    variables.put("OPT_OUT_TRACKING", "true");
    if (System.getProperty("os.name").startsWith("Linux")) {
      // glibc gives the large blocks of a thread that is not its main one back to the system after
      // every step; with these it keeps them. No bits change, training is 1.3 to 2 times as fast.
      variables.put("MALLOC_ARENA_MAX", "1");
      variables.put("MALLOC_MMAP_THRESHOLD_", "1073741824");
      variables.put("MALLOC_TRIM_THRESHOLD_", "2147483648");
      variables.put("MALLOC_TOP_PAD_", "268435456");
      // By default a thread that waits for another spins for milliseconds, and where cores are
      // shared it takes them from the one it waits for. This is as fast on a quiet machine.
      variables.put("GOMP_SPINCOUNT", "10000");
    }
    return variables;
  }

  /**
   * Arguments for the JVM.
   *
   * @param javaFeatureVersion of the JVM to be started, as in 17
   */
  public static List<String> jvmArguments(int javaFeatureVersion) {
    List<String> arguments = new ArrayList<>();
    arguments.add("-Dai.djl.offline=true");
    arguments.add("-DOPT_OUT_TRACKING=true");
    // Java 24 (JEP 472) warns of System.load without it, and later versions will refuse.
    if (javaFeatureVersion >= 22) {
      arguments.add("--enable-native-access=ALL-UNNAMED");
    }
    return arguments;
  }

  /** The variables that decide which PyTorch is loaded, and bits on CUDA. */
  static Map<String, String> pins(EngineSpec engine) {
    Map<String, String> pins = new TreeMap<>();
    engine
        .installed()
        .ifPresent(
            installed -> {
              pins.put("PYTORCH_LIBRARY_PATH", installed.path());
              pins.put("PYTORCH_VERSION", installed.version());
              pins.put("PYTORCH_FLAVOR", installed.flavor());
            });
    if (engine.device() != EngineSpec.DeviceChoice.CPU) {
      // PyTorch's notes on reproducibility, and on CUDA's semantics: TF32 has a mantissa of 10
      // bits,
      // and cuDNN's convolutions take it unless told otherwise.
      pins.put("CUBLAS_WORKSPACE_CONFIG", ":4096:8");
      pins.put("NVIDIA_TF32_OVERRIDE", "0");
    }
    return pins;
  }

  /** The variables that decide bits: instructions and threads. */
  static Map<String, String> pins(DeterminismSpec spec) {
    Map<String, String> pins = new TreeMap<>();
    if (pinsInstructions(spec)) {
      pins.put("ATEN_CPU_CAPABILITY", "avx2");
      pins.put("ONEDNN_MAX_CPU_ISA", "AVX2");
      pins.put("MKL_CBWR", "COMPATIBLE");
    }
    pins.put("OMP_NUM_THREADS", Integer.toString(spec.threads()));
    pins.put("MKL_NUM_THREADS", Integer.toString(spec.threads()));
    return pins;
  }

  /** Whether bits are the same on every CPU: only x86-64 has such a setting. */
  static boolean pinsInstructions(DeterminismSpec spec) {
    String architecture = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return spec.instructions() == DeterminismSpec.Instructions.PORTABLE
        && (architecture.equals("amd64") || architecture.equals("x86_64"));
  }
}
