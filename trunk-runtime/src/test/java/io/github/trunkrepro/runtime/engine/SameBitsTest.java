package io.github.trunkrepro.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.trunkrepro.runtime.benchmark.TrainingBits;
import io.github.trunkrepro.runtime.environment.EnvironmentSpec;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Small trainings of both backbones in processes of their own: equal bits. */
class SameBitsTest {
  private static final String[] ARGUMENTS = {"2", "4", "2"};
  private static String expected;

  @BeforeAll
  static void train() throws Exception {
    Torch.start(EngineProcess.SPEC);
    expected = new EngineProcess(EngineProcess.sharedCache()).run(TrainingBits.class, ARGUMENTS);
    assertThat(expected).matches("((vgg|mobilenet|layernorm|probe) [0-9a-f]{64}\\R){4}");
  }

  /** What ships with verify-env is what machines compute. */
  @Test
  void theProbeIsTheShippedOne() throws IOException {
    Properties shipped = new Properties();
    try (InputStream in = EnvironmentSpec.class.getResourceAsStream("probe.properties")) {
      shipped.load(in);
    }
    String key = Torch.start(EngineProcess.SPEC).platform().key();
    Assumptions.assumeTrue(shipped.containsKey(key), "no digest is shipped for " + key);
    assertThat(expected).contains("probe " + shipped.getProperty(key));
  }

  @Test
  void inAnotherProcessOnOneCore() throws Exception {
    Assumptions.assumeTrue(EngineProcess.has("taskset"), "needs taskset");
    EngineProcess process = new EngineProcess(EngineProcess.sharedCache());
    process.before.addAll(List.of("taskset", "-c", "0"));
    assertThat(process.run(TrainingBits.class, ARGUMENTS)).isEqualTo(expected);
  }

  @Test
  void withTheAllocatorAsItComes() throws Exception {
    EngineProcess process = new EngineProcess(EngineProcess.sharedCache());
    process.environment.keySet().removeIf(name -> name.startsWith("MALLOC_"));
    assertThat(process.run(TrainingBits.class, ARGUMENTS)).isEqualTo(expected);
  }

  /** Side by side, because an emulated JVM keeps little more than one core busy. */
  @Test
  void onOtherCpus() throws Exception {
    Assumptions.assumeTrue(EngineProcess.has("qemu-x86_64"), "needs qemu-x86_64 (qemu-user)");
    Assumptions.assumeTrue(System.getProperty("os.arch").equals("amd64"), "needs an x86-64 JVM");
    List<String> cpus = List.of("Haswell-v4", "EPYC-Rome");
    ExecutorService executor = Executors.newFixedThreadPool(cpus.size());
    try {
      List<Future<String>> outputs = new ArrayList<>();
      for (String cpu : cpus) {
        outputs.add(executor.submit(() -> trainOn(cpu)));
      }
      for (int i = 0; i < cpus.size(); i++) {
        // A warning may begin in the line in which a digest stands.
        assertThat(outputs.get(i).get())
            .as("lines on %s, among warnings of the emulator", cpus.get(i))
            .contains(expected.lines().toList());
      }
    } finally {
      executor.shutdownNow();
    }
  }

  private static String trainOn(String cpu) throws IOException, InterruptedException {
    EngineProcess process = new EngineProcess(EngineProcess.sharedCache());
    process.before.addAll(List.of("qemu-x86_64", "-cpu", cpu));
    // Only the quick compiler: interpreted, hashing the libraries alone would take ten minutes.
    process.jvmArguments.add("-XX:TieredStopAtLevel=1");
    return process.run(TrainingBits.class, ARGUMENTS);
  }
}
