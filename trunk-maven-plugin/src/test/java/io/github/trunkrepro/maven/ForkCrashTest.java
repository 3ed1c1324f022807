package io.github.trunkrepro.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.trunkrepro.runtime.engine.EngineSpec;
import io.github.trunkrepro.runtime.fork.RunRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForkCrashTest {
  @TempDir private Path folder;

  @Test
  void saysThatNativeCodeCrashedWhereTheJvmReportedIt() throws IOException {
    assertThat(
            describe(
                1, "#", "# A fatal error has been detected by the Java Runtime Environment:", "#"))
        .contains("without a result: exit status 1 (a crash in native code;");
  }

  @Test
  void saysThatTheHeapWasTooSmall() throws IOException {
    assertThat(describe(3, "Terminating due to java.lang.OutOfMemoryError: Java heap space"))
        .contains("exit status 3 (the Java heap was too small).", "-Dtrunk.jvmArguments=-Xmx4g");
  }

  @Test
  void namesCtrlC() throws IOException {
    assertThat(describe(130, "")).contains("signal 2 (SIGINT, Ctrl-C).");
  }

  @Test
  void saysOnlyTheStatusOfWhatItDoesNotKnow() throws IOException {
    assertThat(describe(1, "last words")).contains("exit status 1.\n", "  last words\n");
  }

  private String describe(int exit, String... lines) throws IOException {
    Path log = Files.write(folder.resolve("fork.log"), List.of(lines));
    RunRequest run =
        new RunRequest(
            RunRequest.Goal.TRAIN,
            folder.toString(),
            "experiment.yaml",
            EngineSpec.DEFAULT,
            Map.of(),
            folder.toString(),
            folder.resolve("cache").toString(),
            folder.resolve("datasets").toString(),
            1,
            Map.of(),
            Optional.empty(),
            List.of());
    return ForkCrash.describe(exit, log, run);
  }
}
