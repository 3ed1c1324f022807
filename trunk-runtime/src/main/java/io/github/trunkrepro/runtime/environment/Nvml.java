package io.github.trunkrepro.runtime.environment;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** NVIDIA's management library (NVML), which comes with the driver. */
final class Nvml {
  /** System property: the library's path, for tests. */
  static final String PROPERTY = "trunk.nvml.library";

  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final String WHAT = "NVIDIA's management library";

  // Lengths and layout as NVIDIA's reference of the interface gives them.
  private static final int VERSION_LENGTH = 80;
  private static final int NAME_LENGTH = 96;
  private static final int MEMORY_LENGTH = 3 * Long.BYTES;

  private final String library;
  private final Duration limit;

  /** What is under way: named if it does not end. */
  private volatile String current = "loading";

  private volatile Optional<GpuFacts> told = Optional.empty();

  private static final class NvmlException extends Exception {
    NvmlException(String message) {
      super(message);
    }
  }

  /**
   * Not asked yet.
   *
   * @param library a path, or a name that the system's loader finds
   * @param limit on the time of all calls together
   */
  Nvml(String library, Duration limit) {
    this.library = library;
    this.limit = limit;
  }

  /** Asks this machine's library. */
  static GpuFacts read() {
    return new Nvml(System.getProperty(PROPERTY, standard()), LIMIT).ask();
  }

  private static String standard() {
    return System.getProperty("os.name").startsWith("Windows") ? "nvml.dll" : "libnvidia-ml.so.1";
  }

  /**
   * Asks. A driver that is stuck may never return from a call: the thread that waits for it is then
   * left behind, and does not keep the process alive.
   */
  GpuFacts ask() {
    CountDownLatch end = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              talk();
              end.countDown();
            },
            "nvml");
    thread.setDaemon(true);
    thread.start();
    try {
      if (end.await(limit.toMillis(), TimeUnit.MILLISECONDS) || told.isPresent()) {
        return told.orElseThrow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return GpuFacts.unavailable("waiting for " + WHAT + " was interrupted");
    }
    return GpuFacts.unavailable(
        current + " of " + WHAT + " did not end within " + limit.toMillis() + " ms");
  }

  private void talk() {
    try {
      NativeLibrary loaded = load();
      call(loaded, "nvmlInit_v2");
      told = Optional.of(factsOrWhyNot(loaded));
      // What was told is told, whatever becomes of this.
      call(loaded, "nvmlShutdown");
    } catch (NvmlException e) {
      unlessTold(e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      unlessTold(WHAT + " could not be asked: " + e);
    }
  }

  private void unlessTold(String why) {
    told = told.or(() -> Optional.of(GpuFacts.unavailable(why)));
  }

  private GpuFacts factsOrWhyNot(NativeLibrary loaded) {
    try {
      return facts(loaded);
    } catch (NvmlException e) {
      return GpuFacts.unavailable(e.getMessage());
    }
  }

  private NativeLibrary load() throws NvmlException {
    try {
      return NativeLibrary.getInstance(library);
    } catch (UnsatisfiedLinkError e) {
      List<String> reasons =
          String.valueOf(e.getMessage()).lines().filter(line -> line.contains(": ")).toList();
      boolean absent =
          reasons.isEmpty()
              || !Platform.isLinux()
              || reasons.stream()
                  .anyMatch(line -> line.startsWith(library + ": cannot open shared object file"));
      throw new NvmlException(
          WHAT
              + " ("
              + library
              + ") "
              + (absent ? "is not on this machine" : "cannot be loaded: " + reasons.get(0)));
    }
  }

  private GpuFacts facts(NativeLibrary loaded) throws NvmlException {
    String driver = text(loaded, "nvmlSystemGetDriverVersion", VERSION_LENGTH);
    IntByReference cuda = new IntByReference();
    call(loaded, "nvmlSystemGetCudaDriverVersion_v2", cuda);
    IntByReference count = new IntByReference();
    call(loaded, "nvmlDeviceGetCount_v2", count);
    List<GpuFacts.Gpu> devices = new ArrayList<>();
    for (int i = 0; i < count.getValue(); i++) {
      devices.add(device(loaded, i));
    }
    return new GpuFacts(
        Optional.empty(),
        driver,
        cuda.getValue() / 1000 + "." + cuda.getValue() % 1000 / 10,
        devices);
  }

  private GpuFacts.Gpu device(NativeLibrary loaded, int index) throws NvmlException {
    PointerByReference reference = new PointerByReference();
    call(loaded, "nvmlDeviceGetHandleByIndex_v2", index, reference);
    Pointer device = reference.getValue();
    String name = text(loaded, "nvmlDeviceGetName", NAME_LENGTH, device);
    Memory memory = new Memory(MEMORY_LENGTH); // total, free, used
    call(loaded, "nvmlDeviceGetMemoryInfo", device, memory);
    IntByReference major = new IntByReference();
    IntByReference minor = new IntByReference();
    call(loaded, "nvmlDeviceGetCudaComputeCapability", device, major, minor);
    return new GpuFacts.Gpu(name, memory.getLong(0), major.getValue() + "." + minor.getValue());
  }

  /** Calls a function whose last arguments are a buffer and its length. */
  private String text(NativeLibrary loaded, String function, int length, Object... first)
      throws NvmlException {
    Memory buffer = new Memory(length + 1L);
    buffer.clear();
    List<Object> arguments = new ArrayList<>(List.of(first));
    arguments.add(buffer);
    arguments.add(length);
    call(loaded, function, arguments.toArray());
    return buffer.getString(0);
  }

  private void call(NativeLibrary loaded, String name, Object... arguments) throws NvmlException {
    current = name;
    int code = function(loaded, name).invokeInt(arguments);
    if (code != 0) {
      String words = function(loaded, "nvmlErrorString").invokeString(new Object[] {code}, false);
      throw new NvmlException(
          name
              + " of "
              + WHAT
              + " failed with code "
              + code
              + ": "
              + (words == null ? "a code without words" : words));
    }
  }

  private Function function(NativeLibrary loaded, String name) throws NvmlException {
    try {
      return loaded.getFunction(name);
    } catch (UnsatisfiedLinkError e) {
      throw new NvmlException(
          WHAT + " (" + library + ") has no function " + name + ": the driver is too old");
    }
  }
}
